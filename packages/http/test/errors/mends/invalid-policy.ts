import { createApp, Module } from '@tenon/http';

@Module({})
class AppModule {}

export const mended = () =>
  createApp(AppModule, {
    logger: false,
    // #region mend
    contentSecurityPolicy: { 'img-src': ["'self'", 'https:'] },
    // #endregion
  });
