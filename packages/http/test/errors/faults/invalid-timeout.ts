import { Controller, createApp, Get, Module, Timeout } from '@tenon/http';

@Controller('/orders')
class OrderController {
  @Get('/report')
  @Timeout(Number('5s'))
  report() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
