import { Controller, createApp, Get, Injectable, Module, Param } from '@tenon/http';

// #region mend
class Order {
  constructor(readonly id: string) {}
}

@Injectable()
class OrderById {
  transform(id: string) {
    return new Order(id);
  }
}

@Controller('/orders')
class OrderController {
  @Get('/:id')
  show(@Param('id', OrderById) order: Order) {
    return order;
  }
}
// #endregion

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
