import { Assets, createApp, Module } from '@tenon/http';

@Module({})
class AppModule {}

export const mended = async () => {
  // #region mend
  await using app = await createApp(AppModule, {
    logger: false,
    staticFiles: [{ folder: import.meta.dirname, path: '/assets', fingerprint: true }],
  });
  return app.get(Assets).url('/assets/unknown-asset.ts');
  // #endregion
};
