import { Controller, createApp, Get, Module, Post } from '@tenon/http';

@Controller('/orders')
class OrderController {
  @Get('', { name: 'orders' }) list() {}
  @Post('', { name: 'orders' }) create() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
