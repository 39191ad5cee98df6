import { createApp, Module } from '@tenon/http';

@Module({})
class AppModule {}

export const mended = () =>
  createApp(AppModule, {
    logger: false,
    // #region mend
    trustProxy: ['10.0.0.7', '10.1.0.0/16', 'loopback'],
    // #endregion
  });
