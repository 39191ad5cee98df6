import { createApp, Module } from '@tenon/http';

@Module({})
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false, limits: { depth: Number('many') } });
