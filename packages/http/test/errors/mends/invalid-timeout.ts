import { Controller, createApp, Get, Module, Timeout } from '@tenon/http';

// #region mend
@Controller('/orders')
class OrderController {
  @Get('/report')
  @Timeout(5000)
  report() {}

  @Get('/export')
  @Timeout(0) // as long as it takes
  export() {}
}
// #endregion

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
