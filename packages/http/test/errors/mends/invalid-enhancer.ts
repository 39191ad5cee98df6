import { type CanActivate, Controller, createApp, Get, Injectable, Module, UseGuards } from '@tenon/http';

// #region mend
@Injectable()
class SignedIn implements CanActivate {
  canActivate() {
    return true;
  }
}

@Controller('/orders')
class OrderController {
  @Get()
  @UseGuards(SignedIn)
  list() {}
}
// #endregion

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
