import { Controller, createApp, Get, Module } from '@tenon/http';

@Controller('/orders')
class OrderController {
  // @ts-expect-error -- the compiler sees it too
  @Get() list = () => [];
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
