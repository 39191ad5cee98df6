import { Controller, createApp, Get, Module, Param } from '@tenon/http';

// #region mend
@Controller('/orders')
class OrderController {
  @Get('/:orderId')
  show(@Param('orderId') id: number) {
    return id;
  }
}
// #endregion

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
