import { Controller, createApp, Get, Module, Returns } from '@tenon/http';
import { Expose } from 'class-transformer';

// #region mend
class OrderView {
  @Expose() id!: number;
}
// #endregion

@Controller('/orders')
class OrderController {
  @Get('/:id')
  @Returns(OrderView)
  show() {
    return { id: 7 };
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
