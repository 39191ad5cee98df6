import { Body, Controller, createApp, Module, Post } from '@tenon/http';
import { State } from '../state.js';

@Controller('/orders')
class OrderController {
  @Post()
  create(@Body() state: State) {
    return state;
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
