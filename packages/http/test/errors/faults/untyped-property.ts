import { Body, Controller, createApp, Module, Post } from '@tenon/http';
import { IsString, ValidateNested } from 'class-validator';

class OrderLine {
  @IsString() product!: string;
}

class CreateOrder {
  @ValidateNested({ each: true }) lines!: OrderLine[];
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
