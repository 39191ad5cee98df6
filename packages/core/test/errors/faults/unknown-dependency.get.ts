import { createContext, Injectable, Module } from '@tenon/core';

class Mailer {}

@Injectable()
class MailerService {}

@Module({ providers: [MailerService] })
class AppModule {}

export async function provoke() {
  await using context = await createContext(AppModule);
  return context.get(Mailer);
}
