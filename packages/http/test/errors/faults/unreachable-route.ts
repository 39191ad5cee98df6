import { Controller, createApp, Get, Module } from '@tenon/http';

@Controller('/pages')
class OrderController {
  @Get('/:name(^.+$)') any() {}
  @Get('/:id') show() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
