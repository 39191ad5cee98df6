import { Controller, createApp, Get, Module, Param } from '@tenon/http';

class Mailer {}

@Controller('/orders')
class OrderController {
  constructor(readonly mailer: Mailer) {}

  @Get('/:id')
  show(@Param('orderId') id: number, verbose: boolean) {
    return { id, verbose };
  }

  @Get('/:key') again() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
