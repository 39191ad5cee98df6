import { Controller, createApp, Get, Module, Version } from '@tenon/http';

@Controller('/orders')
class OrderController {
  @Get() @Version('1') list() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

// #region mend
const app = await createApp(AppModule, { versioning: { type: 'header', header: 'X-Api-Version', default: '1' } });
// #endregion

export const mended = async () => app;
