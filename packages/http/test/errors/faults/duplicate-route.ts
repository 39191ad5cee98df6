import { Controller, createApp, Get, Module } from '@tenon/http';

@Controller('/orders')
class OrderController {
  @Get('/:id') show() {}
}

@Controller('/orders')
class InvoiceController {
  @Get('/:number') show() {}
}

@Module({ controllers: [OrderController, InvoiceController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
