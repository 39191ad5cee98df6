import { Controller, createApp, Get, Module, Returns } from '@tenon/http';
import { Expose } from 'class-transformer';

class OrderView {
  @Expose() readonly id: number;
  constructor(order?: { id: number }) {
    this.id = order!.id;
  }
}

@Controller('/orders')
class OrderController {
  @Get('/:id')
  @Returns(OrderView)
  show() {
    return { id: 7 };
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
