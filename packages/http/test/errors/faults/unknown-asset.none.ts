import { Assets, createApp, Module } from '@tenon/http';

@Module({})
class AppModule {}

export const provoke = async () => {
  await using app = await createApp(AppModule, { logger: false });
  return app.get(Assets).url('/app.css');
};
