import { Assets, createApp, Module } from '@tenon/http';

@Module({})
class AppModule {}

export const provoke = async () => {
  await using app = await createApp(AppModule, {
    logger: false,
    staticFiles: [{ folder: import.meta.dirname, path: '/assets', fingerprint: true }],
  });
  return app.get(Assets).url('/unknown-asset.ts');
};
