import { Controller, createApp, HttpCode, Module, Post } from '@tenon/http';

@Controller('/orders')
class OrderController {
  @Post()
  @HttpCode(2001)
  create() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
