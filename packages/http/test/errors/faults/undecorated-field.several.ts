import { Controller, createApp, Get, Module, Returns } from '@tenon/http';
import { Expose } from 'class-transformer';

class OrderView {
  @Expose() id!: number;
  total!: number;
  margin!: number;
}

@Controller('/orders')
class OrderController {
  @Get()
  @Returns([OrderView])
  list() {
    return [{ id: 7, total: 12, margin: 3 }];
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
