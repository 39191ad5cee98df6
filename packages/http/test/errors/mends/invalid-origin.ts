import { createApp, Module } from '@tenon/http';

@Module({})
class AppModule {}

export const mended = () =>
  createApp(AppModule, {
    logger: false,
    // #region mend
    cors: { origin: ['https://shop.example', 'https://admin.shop.example:8443'] },
    // #endregion
  });
