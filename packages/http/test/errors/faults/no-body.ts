import { Body, Controller, createApp, Get, Module } from '@tenon/http';
import { IsString } from 'class-validator';

class OrderFilter {
  @IsString() product!: string;
}

@Controller('/orders')
class OrderController {
  @Get()
  list(@Body() filter: OrderFilter) {
    return filter;
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
