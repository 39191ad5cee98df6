import { Controller, createApp, Get, Module } from '@tenon/http';

@Controller('/orders')
class OrderController {
  @Get('/:id', { name: 'orders.show' }) show() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

const app = await createApp(AppModule, { logger: false });
// #region mend
const url = app.urlFor('orders.show', { id: 7 });
// #endregion

export const mended = async () => {
  await app.close();
  return url;
};
