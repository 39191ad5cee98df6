import { once } from 'node:events';
import { connect } from 'node:net';
import { useHost } from '@tenon/core';
import type { Dependency } from '../messages.js';

type Tenon = typeof import('@tenon/http');

/** So many applications are made and thrown away. More make the next one hardly faster. */
const ROUNDS = 2;
const CONTROLLERS = 5;

/**
 * Boots and closes small applications, so that what the real one needs is compiled when it comes.
 *
 * With the project's own copies of the packages, and nothing of the project: whatever they remember is gone with the
 * applications.
 */
export async function warmUp(dependencies: readonly Dependency[]): Promise<void> {
  const url = dependencies.find(({ specifier }) => specifier === '@tenon/http')?.url;
  if (url === undefined) return;
  const tenon = (await import(url)) as Tenon;
  // An application whose port is held is made in a way of its own.
  useHost({ hold: () => Promise.resolve({ at: { host: '127.0.0.1', port: 0 }, url: '' }) });
  for (let round = 0; round < ROUNDS; round++) {
    const app = await tenon.createApp(moduleOf(tenon), { logger: { level: 'silent' } });
    await app.listen({ host: '127.0.0.1', port: 0, signals: false });
    const [address] = app.fastify.addresses();
    if (typeof address === 'object') await ask(address.port);
    await app.close();
  }
}

/** Sends one request, as bare as it can be: a client's code is of no use here. */
async function ask(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.end('GET /warm-0/1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  socket.resume();
  await once(socket, 'close');
}

function moduleOf({ Controller, Get, Injectable, Module, Param, Post }: Tenon): new () => object {
  const controllers = Array.from({ length: CONTROLLERS }, (_, index) => {
    @Injectable()
    class Service {}

    @Controller(`/warm-${index}`)
    class Warm {
      constructor(readonly service: Service) {}

      @Get('/:id')
      show(@Param('id') id: number): object {
        return { id };
      }

      @Get()
      list(): object[] {
        return [];
      }

      @Post()
      create(): object {
        return {};
      }
    }
    return Warm;
  });

  @Module({ controllers })
  class WarmModule {}
  return WarmModule;
}
