/** What esbuild, and so tsx, makes of a decorated class: the decorators are called, but no types are emitted. */
import { Controller, createApp, Get, Module, Param } from '@tenon/http';

class OrderController {
  show(id) {
    return id;
  }
}
Param('id')(OrderController.prototype, 'show', 0);
Get('/:id')(OrderController.prototype, 'show');
Controller('/orders')(OrderController);

class AppModule {}
Module({ controllers: [OrderController] })(AppModule);

export const provoke = () => createApp(AppModule, { logger: false });
