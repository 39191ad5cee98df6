import { Controller, createApp, Get, Module } from '@tenon/http';

@Controller('/reports')
class ReportController {
  @Get('/:id') make() {
    return new Promise<string>(() => {}); // Waits for a server that is not there.
  }
}

@Module({ controllers: [ReportController] })
class AppModule {}

export const provoke = async () => {
  const app = await createApp(AppModule, { logger: false, shutdown: { drainLimitMs: 1 } });
  await app.ready();
  void app.inject('/reports/7?token=secret').catch(() => {}); // It is cut off.
  await new Promise(setImmediate);
  await app.close();
};
