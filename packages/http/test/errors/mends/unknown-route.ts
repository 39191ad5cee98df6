import { Controller, createApp, Get, Module } from '@tenon/http';

// #region mend
@Controller('/orders')
class OrderController {
  @Get('/:id', { name: 'orders.show' }) show() {}
}
// #endregion

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = async () => {
  await using app = await createApp(AppModule, { logger: false });
  return app.urlFor('orders.show', { id: 7 });
};
