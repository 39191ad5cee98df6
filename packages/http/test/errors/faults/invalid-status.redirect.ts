import { Controller, createApp, Get, Module, Redirect } from '@tenon/http';

@Controller('/orders')
class OrderController {
  @Get('/latest')
  @Redirect('/orders/7', 200)
  latest() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
