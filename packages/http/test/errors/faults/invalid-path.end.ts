import { Controller, createApp, Get, Module } from '@tenon/http';

@Controller('/shops')
class OrderController {
  @Get('/near/:latitude,:longitude') near() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
