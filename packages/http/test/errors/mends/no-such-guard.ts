import { type CanActivate, Controller, createApp, Injectable, Module, Post, WithoutGuards } from '@tenon/http';

@Injectable()
class SignedIn implements CanActivate {
  canActivate() {
    return true;
  }
}

// #region mend
@Controller('/session')
class SessionController {
  @Post()
  @WithoutGuards(SignedIn)
  signIn() {}
}
// #endregion

@Module({ controllers: [SessionController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false, guards: [SignedIn] });
