import { Controller, createApp, Get, HttpCode, Module, Param } from '@tenon/http';

@Controller('/orders')
class OrderController {
  @Get() list() {}

  @HttpCode(204)
  remove(@Param('id') id: number) {
    return id;
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
