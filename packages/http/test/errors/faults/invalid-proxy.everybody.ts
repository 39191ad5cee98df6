import { createApp, Module } from '@tenon/http';

@Module({})
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false, trustProxy: ['10.0.0.7', '0.0.0.0/0'] });
