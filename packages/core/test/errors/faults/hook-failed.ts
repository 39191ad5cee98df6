import { createContext, Injectable, Module, type OnInit } from '@tenon/core';

@Injectable()
class Mailer implements OnInit {
  async onInit() {
    throw new Error('connect ECONNREFUSED 127.0.0.1:25');
  }
}

@Module({ providers: [Mailer] })
class MailModule {}

@Module({ imports: [MailModule] })
class AppModule {}

export const provoke = () => createContext(AppModule);
