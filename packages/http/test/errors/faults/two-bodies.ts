import { Body, Controller, createApp, Module, Post } from '@tenon/http';
import { IsInt, IsString } from 'class-validator';

class CreateOrder {
  @IsString() product!: string;
  @IsInt() count!: number;
}

class Address {
  @IsString() street!: string;
}

@Controller('/orders')
class OrderController {
  @Post()
  create(@Body() input: CreateOrder, @Body() address: Address) {
    return { input, address };
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
