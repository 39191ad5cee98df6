import { Body, Controller, createApp, Module, Post } from '@tenon/http';

class CreateOrder {
  product!: string;
}

@Controller('/orders')
class OrderController {
  @Post()
  create(@Body() input: CreateOrder) {
    return input;
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
