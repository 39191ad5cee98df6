import { Controller, createApp, Get, Module, Redirect } from '@tenon/http';

// #region mend
@Controller('/orders')
class OrderController {
  @Get('/latest')
  @Redirect()
  latest() {
    return { url: '/orders/7' };
  }
}
// #endregion

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
