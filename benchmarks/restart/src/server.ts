/*
 * One of the two servers, with the defaults of production. The load tells by its replies which requests were served, and
 * how often.
 */
import 'reflect-metadata';
import { setTimeout } from 'node:timers/promises';
import { Body, Controller, createApp, Get, Module, Param, Post } from '@tenon/http';
import { IsInt } from 'class-validator';

class Order {
  @IsInt() quantity!: number;
}

@Controller('/orders')
class OrderController {
  @Get('/:id') show(@Param('id') id: number) {
    return { id, paid: true };
  }
  /** Nothing between may send it a second time. */
  @Post() place(@Body() order: Order) {
    return { placed: order.quantity };
  }
  @Get('/:id/report') async report(@Param('id') id: number) {
    await setTimeout(300);
    return { id, report: 'long'.repeat(5000) };
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

const app = await createApp(AppModule, { logger: { level: 'warn', pretty: false } });
// By it the driver sees whether a proxy has taken a new server into service.
app.fastify.addHook('onRequest', (_, reply, done) => {
  reply.header('x-process', process.pid);
  done();
});
await app.listen();
process.send?.('listening');
