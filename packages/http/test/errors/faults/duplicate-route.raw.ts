import { Controller, createApp, Get, Module } from '@tenon/http';

@Controller('/orders')
class OrderController {
  @Get('/:id') show() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = async () => {
  const app = await createApp(AppModule, { logger: false });
  app.fastify.get('/orders/:number', () => 'raw');
  await app.ready();
};
