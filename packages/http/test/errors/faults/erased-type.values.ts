import { Controller, createApp, Get, Module, Query } from '@tenon/http';

@Controller('/orders')
class OrderController {
  @Get()
  list(@Query('tag') tags: string[]) {
    return tags;
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
