import { Controller, createApp, Get, Module, Returns } from '@tenon/http';
import { Expose } from 'class-transformer';

class Customer {
  @Expose() name!: string;
  passwordHash!: string;
}

class OrderView {
  @Expose() customer!: Customer;
}

@Controller('/orders')
class OrderController {
  @Get()
  @Returns(OrderView)
  show() {
    return { customer: { name: 'Ada', passwordHash: '…' } };
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
