import { Controller, createApp, Get, Host, Module } from '@tenon/http';

// #region mend
@Controller({ host: /^[^.]+\.example\.com$/ })
class OrderController {
  @Get()
  list(@Host() host: string) {
    return host.split('.')[0];
  }
}
// #endregion

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
