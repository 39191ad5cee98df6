import { Controller, Cookies, createApp, Get, Module } from '@tenon/http';

@Controller('/basket')
class BasketController {
  @Get()
  show(@Cookies('basket', { signed: true }) basket: string) {
    return basket;
  }
}

@Module({ controllers: [BasketController] })
class AppModule {}

const secret = 'from the configuration, and at least 32 characters long';

export async function mended() {
  // #region mend
  const app = await createApp(AppModule, { logger: false, cookies: { secret } });
  // #endregion
  return app.ready();
}
