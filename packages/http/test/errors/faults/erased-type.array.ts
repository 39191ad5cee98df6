import { Body, Controller, createApp, Module, Post } from '@tenon/http';
import { IsInt, IsString } from 'class-validator';

class CreateOrder {
  @IsString() product!: string;
  @IsInt() count!: number;
}

@Controller('/orders')
class OrderController {
  @Post()
  create(@Body() input: CreateOrder[]) {
    return input;
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
