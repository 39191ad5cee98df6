import { createContext, Module, replaceModule } from '@tenon/core';

@Module()
class MailModule {}

@Module()
class SmtpMailModule {}

@Module()
class FakeMailModule {}

@Module({ imports: [SmtpMailModule] })
class AppModule {}

export const provoke = () => createContext(AppModule, { override: [replaceModule(MailModule, FakeMailModule)] });
