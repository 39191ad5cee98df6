import { Controller, createApp, Get, Module } from '@tenon/http';

const LIST = Symbol('list');

@Controller('/orders')
class OrderController {
  @Get() [LIST]() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
