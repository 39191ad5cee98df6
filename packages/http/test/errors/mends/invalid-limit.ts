import { createApp, Module } from '@tenon/http';

@Module({})
class AppModule {}

export const mended = () =>
  createApp(AppModule, {
    logger: false,
    // #region mend
    limits: { depth: 8, items: Infinity },
    // #endregion
  });
