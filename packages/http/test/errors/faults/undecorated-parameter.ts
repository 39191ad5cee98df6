import { Controller, createApp, Module, Param, Put } from '@tenon/http';
import { IsInt, IsString } from 'class-validator';

class CreateOrder {
  @IsString() product!: string;
  @IsInt() count!: number;
}

@Controller('/orders')
class OrderController {
  @Put('/:id')
  replace(@Param('id') id: number, input: CreateOrder) {
    return { id, input };
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
