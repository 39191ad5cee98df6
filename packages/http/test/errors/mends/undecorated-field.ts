import { Controller, createApp, Get, Module, Returns } from '@tenon/http';
import { Exclude, Expose } from 'class-transformer';

// #region mend
class OrderView {
  @Expose() id!: number;
  @Expose() total!: number;
  @Exclude() margin!: number;
}
// #endregion

@Controller('/orders')
class OrderController {
  @Get('/:id')
  @Returns(OrderView)
  show() {
    return { id: 7, total: 12, margin: 3 };
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
