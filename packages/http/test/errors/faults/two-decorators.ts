import { Controller, createApp, Get, Module, Param, Query } from '@tenon/http';

@Controller('/orders')
class OrderController {
  @Get('/:id')
  show(@Param('id') @Query('id') id: number) {
    return id;
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
