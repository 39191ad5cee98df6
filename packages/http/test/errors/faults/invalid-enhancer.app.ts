import { Controller, createApp, Get, Module } from '@tenon/http';

class Timing {
  before() {}
}

@Controller('/orders')
class OrderController {
  @Get() list() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false, interceptors: [Timing as never] });
