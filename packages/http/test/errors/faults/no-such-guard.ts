import { type CanActivate, Controller, createApp, Injectable, Module, Post, WithoutGuards } from '@tenon/http';

@Injectable()
class SignedIn implements CanActivate {
  canActivate() {
    return true;
  }
}

@Injectable()
class Subscribed extends SignedIn {}

@Controller('/session')
class SessionController {
  @Post()
  @WithoutGuards(Subscribed)
  signIn() {}
}

@Module({ controllers: [SessionController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false, guards: [SignedIn] });
