import { Controller, createApp, Get, Module, Param } from '@tenon/http';

// #region mend
@Controller('/orders')
class OrderController {
  @Get('/:id')
  show(@Param('id') id: number) {
    return id;
  }
}
// #endregion

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
