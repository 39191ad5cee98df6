import { Controller, createApp, Get, Module } from '@tenon/http';

@Controller('/orders')
class OrderController {
  @Get('/search?text') search() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
