import { Controller, createApp, Get, Module, Returns } from '@tenon/http';

class OrderView {}

@Controller('/orders')
class OrderController {
  @Get('/:id')
  @Returns(OrderView)
  show() {
    return { id: 7 };
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
