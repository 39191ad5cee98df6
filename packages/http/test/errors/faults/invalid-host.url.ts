import { Controller, createApp, Get, Module } from '@tenon/http';

@Controller({ host: 'https://admin.example.com' })
class OrderController {
  @Get() list() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
