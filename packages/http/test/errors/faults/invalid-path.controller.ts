import { Controller, createApp, Get, Module } from '@tenon/http';

@Controller('/orders of a shop#top')
class OrderController {
  @Get() list() {}
  @Get('/:id') show() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
