import { Controller, createApp, Get, Module, Param } from '@tenon/http';

class Order {}

@Controller('/orders')
class OrderController {
  @Get('/:id')
  show(@Param('id') order: Order) {
    return order;
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
