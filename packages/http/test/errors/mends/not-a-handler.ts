import { Controller, createApp, Get, Module } from '@tenon/http';

// #region mend
@Controller('/orders')
class OrderController {
  @Get()
  list() {
    return [];
  }
}
// #endregion

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
