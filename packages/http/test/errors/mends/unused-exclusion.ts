import { Controller, createApp, Get, Module } from '@tenon/http';

@Controller('/health')
class HealthController {
  @Get() health() {}
}

@Module({ controllers: [HealthController] })
class AppModule {}

// #region mend
const app = await createApp(AppModule, { prefix: { path: '/api', exclude: ['/health'] } });
// #endregion

export const mended = async () => app;
