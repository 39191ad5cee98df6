import { Controller, createApp, Get, Module, Query } from '@tenon/http';

@Controller('/orders')
class OrderController {
  @Get()
  list(@Query('page') page = 1) {
    return page;
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
