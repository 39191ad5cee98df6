import { Controller, createApp, Module } from '@tenon/http';

@Controller('/orders')
class OrderController {
  list() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
