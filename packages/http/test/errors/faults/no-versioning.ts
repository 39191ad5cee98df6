import { Controller, createApp, Get, Module, Version } from '@tenon/http';

@Controller('/orders')
class OrderController {
  @Get() @Version('1') list() {}
  @Get('/:id') show() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
