import { Controller, createApp, Get, Module, Query } from '@tenon/http';
import { State } from '../state.js';

@Controller('/orders')
class OrderController {
  @Get()
  list(@Query('state') state: State) {
    return state;
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
