import { Controller, createApp, Get, Module, Param } from '@tenon/http';

@Controller('/orders')
class OrderController {
  @Get()
  list(@Param('page') page: number) {
    return page;
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
