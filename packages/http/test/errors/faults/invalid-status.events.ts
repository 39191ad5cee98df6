import { Controller, createApp, HttpCode, Module, Sse } from '@tenon/http';

@Controller('/orders')
class OrderController {
  @Sse('/events')
  @HttpCode(202)
  async *events() {
    yield 1;
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
