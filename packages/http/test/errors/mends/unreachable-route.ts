import { Controller, createApp, Get, Module } from '@tenon/http';

// #region mend
@Controller('/pages')
class OrderController {
  @Get('/:name(^[a-z]+$)') named() {}
  @Get('/:id') show() {}
}
// #endregion

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
