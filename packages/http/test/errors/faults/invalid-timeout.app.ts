import { createApp, Module } from '@tenon/http';

@Module({})
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false, timeouts: { idleMs: -1, bodyMs: 30_000 } });
