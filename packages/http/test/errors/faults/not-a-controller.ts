import { createApp, Get, Module } from '@tenon/http';

class OrderController {
  @Get() list() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
