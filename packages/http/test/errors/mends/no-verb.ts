import { Controller, createApp, Delete, HttpCode, Module, Param } from '@tenon/http';

// #region mend
@Controller('/orders')
class OrderController {
  @Delete('/:id')
  @HttpCode(204)
  remove(@Param('id') id: number) {
    return id;
  }
}
// #endregion

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
