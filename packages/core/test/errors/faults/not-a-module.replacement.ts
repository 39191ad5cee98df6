import { createContext, Injectable, Module, replaceModule } from '@tenon/core';

@Module()
class MailModule {}

@Injectable()
class FakeMailer {}

@Module({ imports: [MailModule] })
class AppModule {}

export const provoke = () => createContext(AppModule, { override: [replaceModule(MailModule, FakeMailer)] });
