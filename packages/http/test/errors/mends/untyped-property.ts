import { Body, Controller, createApp, Module, Post } from '@tenon/http';
import { Type } from 'class-transformer';
import { IsString, ValidateNested } from 'class-validator';

class OrderLine {
  @IsString() product!: string;
}

// #region mend
class CreateOrder {
  @ValidateNested({ each: true }) @Type(() => OrderLine) lines!: OrderLine[];
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
