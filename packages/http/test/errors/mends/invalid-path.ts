import { Controller, createApp, Get, Module, Query } from '@tenon/http';

// #region mend
@Controller('/orders')
class OrderController {
  @Get('/search')
  search(@Query('text') text: string) {
    return text;
  }

  @Get('/:id(^\\d+$)') show() {}
  @Get('/near/:latitude([^,]+),:longitude') near() {}
}
// #endregion

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
