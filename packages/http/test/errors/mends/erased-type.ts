import { Body, Controller, createApp, Get, Module, Post, Query } from '@tenon/http';
import { IsString } from 'class-validator';

// #region mend
class CreateOrder {
  @IsString() product!: string;
}

@Controller('/orders')
class OrderController {
  @Post()
  create(@Body() input: CreateOrder) {
    return input;
  }

  @Post('/many')
  createMany(@Body([CreateOrder]) inputs: CreateOrder[]) {
    return inputs;
  }

  @Get()
  list(
    @Query('sort', { enum: ['newest', 'oldest'] }) sort: 'newest' | 'oldest',
    @Query('tag', [String]) tags: string[],
  ) {
    return { sort, tags };
  }

  @Post('/raw')
  createRaw(@Body({ unvalidated: true }) input: unknown) {
    return input;
  }
}
// #endregion

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
