import { Controller, createApp, Get, Module, Query } from '@tenon/http';

@Controller('/orders')
class OrderController {
  @Get()
  list(@Query('sort') sort: 'newest' | 5) {
    return sort;
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
