import { Controller, createApp, Get, Module } from '@tenon/http';

@Controller('/orders')
class OrderController {
  @Get() list() {}
}

@Module({ providers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
