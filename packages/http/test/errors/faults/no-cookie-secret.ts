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

export async function provoke() {
  const app = await createApp(AppModule, { logger: false });
  try {
    return await app.ready();
  } finally {
    await app.close().catch(() => undefined);
  }
}
