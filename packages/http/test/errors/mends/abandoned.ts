import { Controller, createApp, Get, Injectable, Module, Param, Signal } from '@tenon/http';

@Injectable()
class Reports {
  make(id: number, signal: AbortSignal) {
    return signal.aborted ? 'nothing' : `report ${id}`;
  }
}

// #region mend
@Controller('/reports')
class ReportController {
  constructor(private readonly reports: Reports) {}

  @Get('/:id') make(@Param('id') id: number, @Signal() gone: AbortSignal) {
    return this.reports.make(id, AbortSignal.any([gone, AbortSignal.timeout(10_000)]));
  }
}
// #endregion

@Module({ controllers: [ReportController] })
class AppModule {}

export const mended = async () => {
  await using app = await createApp(AppModule, { logger: false });
  return (await app.inject('/reports/7')).body;
};
