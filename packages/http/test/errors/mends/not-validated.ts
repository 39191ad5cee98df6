import { Body, Controller, createApp, Module, Post } from '@tenon/http';
import { IsString } from 'class-validator';

// #region mend
class CreateOrder {
  @IsString() product!: string;
}
// #endregion

@Controller('/orders')
class OrderController {
  @Post()
  create(@Body() input: CreateOrder) {
    return input;
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
