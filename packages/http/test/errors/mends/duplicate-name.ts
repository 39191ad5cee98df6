import { Controller, createApp, Get, Module, Post } from '@tenon/http';

// #region mend
@Controller('/orders')
class OrderController {
  @Get('', { name: 'orders.list' }) list() {}
  @Post('', { name: 'orders.create' }) create() {}
}
// #endregion

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
