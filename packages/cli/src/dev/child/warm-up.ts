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
    await app.close();
  }
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
