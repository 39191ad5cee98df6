import { Body, Controller, createApp, Module, Post } from '@tenon/http';
import { Type } from 'class-transformer';
import { IsString, ValidateNested } from 'class-validator';

// #region mend
class Address {
  @IsString() street!: string;
}

class CreateOrder {
  @IsString() product!: string;
  @ValidateNested() @Type(() => Address) address!: Address;
}

@Controller('/orders')
class OrderController {
  @Post()
  create(@Body() input: CreateOrder) {
    return input;
  }
}
// #endregion

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
