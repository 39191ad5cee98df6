import { Controller, createApp, Get, Module, Returns } from '@tenon/http';
import { Expose } from 'class-transformer';

class OrderView {
  @Expose() id!: number;
  total!: number;
}

@Controller('/orders')
class OrderController {
  @Get('/:id')
  @Returns(OrderView)
  show() {
    return { id: 7, total: 12 };
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
