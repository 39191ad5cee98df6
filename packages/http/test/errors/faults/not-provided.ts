import { Controller, createApp, createContextKey, FromContext, Get, Module } from '@tenon/http';

const CURRENT_USER = createContextKey<string>('current user');

@Controller('/orders')
class OrderController {
  @Get()
  list(@FromContext(CURRENT_USER) user: string) {
    return user;
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
