import { Body, Controller, createApp, Module, Param, Put } from '@tenon/http';
import { IsInt, IsString } from 'class-validator';

class CreateOrder {
  @IsString() product!: string;
  @IsInt() count!: number;
}

// #region mend
@Controller('/orders')
class OrderController {
  @Put('/:id')
  replace(@Param('id') id: number, @Body() input: CreateOrder) {
    return { id, input };
  }
}
// #endregion

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
