import { Controller, createApp, Get, Module } from '@tenon/http';

@Controller({ path: '/orders', version: ['1', '2'] })
class OrderController {
  @Get() list() {}
  @Get('/:id') show() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
