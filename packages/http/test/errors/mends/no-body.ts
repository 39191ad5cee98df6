import { Controller, createApp, Get, Module, Query } from '@tenon/http';
import { IsString } from 'class-validator';

class OrderFilter {
  @IsString() product!: string;
}

// #region mend
@Controller('/orders')
class OrderController {
  @Get()
  list(@Query() filter: OrderFilter) {
    return filter;
  }
}
// #endregion

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
