import { Controller, createApp, Get, Injectable, Module, UseGuards } from '@tenon/http';

// #region mend
// signed-in.ts, which imports no controller
@Injectable()
class SignedIn {
  canActivate() {
    return true;
  }
}

// order.controller.ts
@Controller('/orders')
@UseGuards(SignedIn)
class OrderController {
  @Get() list() {}
}
// #endregion

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
