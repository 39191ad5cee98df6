import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import websocket from '@fastify/websocket';
import {
  type AppOptions,
  Controller,
  createApp,
  Get,
  Injectable,
  Module,
  type OnClosing,
  type OnShutdown,
  Query,
} from '@tenon/http';

/* A server in a process of its own, which gets real signals. Its argument is what createApp takes, as JSON. */

const say = (line: string): void => void process.stdout.write(`${line}\n`);

@Injectable()
class Database implements OnClosing, OnShutdown {
  onClosing() {
    say('onClosing');
  }
  onShutdown() {
    say('onShutdown');
  }
}

@Controller()
class Shop {
  constructor(private readonly database: Database) {}

  @Get('/text') text() {
    return this.database instanceof Database ? 'text' : 'nothing';
  }
  @Get('/slow') async slow(@Query('ms') ms: number) {
    say('slow begins');
    await sleep(ms);
    say('slow ends');
    return 'slow';
  }
  @Get('/stuck') async stuck() {
    say('stuck begins');
    await new Promise(() => {});
  }
}

@Module({ controllers: [Shop], providers: [Database] })
class ShopModule {}

const app = await createApp(ShopModule, {
  logger: { pretty: false, requests: false },
  overload: false, // It refuses requests where a machine is busy with other tests.
  ...(JSON.parse(process.argv[2] ?? '{}') as AppOptions),
});
app.register(websocket);
app.register(async (fastify) => {
  fastify.get('/socket', { websocket: true }, () => say('socket begins'));
});
await app.listen({ host: '127.0.0.1', port: 0 });
