import { Controller, createApp, Get, Module } from '@tenon/http';

@Controller('/orders')
class OrderController {
  @Get('/:id', { name: 'orders.show' }) show() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = async () => {
  await using app = await createApp(AppModule, { logger: false });
  return app.urlFor(OrderController, 'show', { id: '..' });
};
