import { Controller, createApp, Get, Module, Redirect, Returns } from '@tenon/http';
import { Expose } from 'class-transformer';

class OrderView {
  @Expose() id!: number;
}

@Controller('/orders')
class OrderController {
  @Get('/latest')
  @Redirect('/orders/7')
  @Returns(OrderView)
  latest() {
    return { id: 7 };
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
