import { createApp, Module } from '@tenon/http';

@Module({})
class AppModule {}

export const provoke = () =>
  createApp(AppModule, { logger: false, contentSecurityPolicy: { 'img-src': ['self', 'https:'] } });
