import { Controller, createApp, Get, HttpCode, Module, Post, Redirect } from '@tenon/http';

// #region mend
@Controller('/orders')
class OrderController {
  @Post()
  @HttpCode(201)
  create() {}

  @Get('/latest')
  @Redirect('/orders/7', 303)
  latest() {}
}
// #endregion

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
