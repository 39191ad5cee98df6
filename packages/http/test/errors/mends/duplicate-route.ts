import { Controller, createApp, Get, Module } from '@tenon/http';

// #region mend
@Controller('/orders')
class OrderController {
  @Get('/:id') show() {}
}

@Controller('/invoices')
class InvoiceController {
  @Get('/:number') show() {}
}
// #endregion

@Module({ controllers: [OrderController, InvoiceController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
