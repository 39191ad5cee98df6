import { Controller, createApp, Get, Module, Param } from '@tenon/http';

@Controller('/orders')
class OrderController {
  @Get('/:orderId')
  show(@Param('orderID') id: number) {
    return id;
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
