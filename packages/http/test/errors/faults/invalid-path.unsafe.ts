import { Controller, createApp, Get, Module } from '@tenon/http';

@Controller('/orders')
class OrderController {
  @Get('/:id(^(\\d+)*$)') show() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
