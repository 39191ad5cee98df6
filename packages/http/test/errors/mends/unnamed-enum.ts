import { Controller, createApp, Get, Module, Query } from '@tenon/http';
import { State } from '../state.js';

// #region mend
@Controller('/orders')
class OrderController {
  @Get()
  list(@Query('state', { enum: State }) state: State) {
    return state;
  }
}
// #endregion

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
