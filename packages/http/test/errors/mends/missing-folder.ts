import { createApp, Module } from '@tenon/http';

@Module({})
class AppModule {}

export const mended = () =>
  createApp(AppModule, {
    logger: false,
    // #region mend
    staticFiles: [{ folder: new URL('.', import.meta.url), path: '/assets' }],
    // #endregion
  });
