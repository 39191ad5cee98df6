import { Body, Controller, createApp, Module, Post } from '@tenon/http';
import { Type } from 'class-transformer';
import { IsString, ValidateNested } from 'class-validator';

class Product {
  @IsString() name!: string;
}

class OrderLine {
  @ValidateNested() product!: Product;
}

class CreateOrder {
  @ValidateNested({ each: true }) @Type(() => OrderLine) lines!: OrderLine[];
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
