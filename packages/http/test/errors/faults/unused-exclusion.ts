import { Controller, createApp, Get, Module } from '@tenon/http';

@Controller('/health')
class OrderController {
  @Get() health() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false, prefix: { path: '/api', exclude: ['/heath'] } });
