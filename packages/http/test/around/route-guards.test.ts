import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { provide } from '@tenon/core';
import {
  type CanActivate,
  Controller,
  createApp,
  Get,
  Injectable,
  Module,
  type OnInit,
  RequestContext,
  type RouteCheck,
  type RouteGuard,
  type RouteModel,
  TenonError,
  UseGuards,
} from '@tenon/http';
import { serve } from '../support/serve.js';

test('prepares a guard for each of its routes, once, when everything has been initialised', async () => {
  const happened: string[] = [];
  @Injectable()
  class ByPath implements RouteGuard, OnInit {
    onInit() {
      happened.push('onInit');
    }
    forRoute({ path }: RouteModel) {
      happened.push(path);
      return ({ request }: RequestContext) => request.headers['x-path'] === path;
    }
  }
  @Controller()
  @UseGuards(ByPath)
  class Paths {
    @Get('/a') a(): string {
      return 'a';
    }
    @Get('/b') b(): string {
      return 'b';
    }
  }
  const app = await serve(Paths);
  const statusOf = async (url: string, path: string) =>
    (await app.inject({ url, headers: { 'x-path': path } })).statusCode;
  expect([await statusOf('/a', '/a'), await statusOf('/b', '/a'), await statusOf('/b', '/b')]).toEqual([200, 403, 200]);
  expect(happened).toEqual(['onInit', '/a', '/b']);
});

test('reports what all guards refuse of their routes, with the places of the routes', async () => {
  const refuses = (code: string): RouteGuard => ({
    forRoute() {
      throw new TenonError([{ code, message: 'No.', fix: 'none' }]);
    },
  });
  @Controller()
  class Paths {
    @Get('/a') @UseGuards(refuses('TENON_A')) a(): void {}
    @Get('/b') @UseGuards(refuses('TENON_B'), refuses('TENON_C')) b(): void {}
  }
  @Module({ controllers: [Paths] })
  class AppModule {}
  const { diagnostics } = (await createApp(AppModule, { logger: false }).catch(
    (error: unknown) => error,
  )) as TenonError;
  expect(diagnostics).toMatchObject([
    { code: 'TENON_A', where: { signature: expect.stringMatching(/^Paths\.a\(/) }, path: ['AppModule', 'Paths'] },
    { code: 'TENON_B', where: { signature: expect.stringMatching(/^Paths\.b\(/) } },
    { code: 'TENON_C', where: { signature: expect.stringMatching(/^Paths\.b\(/) } },
  ]);
});

test('lets guards refuse their routes beside all other faults, before anything is made', async () => {
  let made = 0;
  @Injectable()
  class Never implements RouteGuard {
    constructor() {
      made++;
    }
    static checkRoute({ handler }: RouteModel) {
      return [{ code: 'TENON_CLASS', message: `Not ${handler}.`, fix: 'none' }];
    }
    forRoute() {
      return () => true;
    }
  }
  const object: CanActivate & RouteCheck = {
    checkRoute: () => [{ code: 'TENON_OBJECT', message: 'No.', fix: 'none' }],
    canActivate: () => true,
  };
  @Controller()
  class Paths {
    @Get(['/a', '/b']) @UseGuards(Never) a(): void {}
    @Get('/c') @UseGuards(object) c(): void {}
    @Get('/c') again(): void {}
  }
  @Module({ controllers: [Paths] })
  class AppModule {}
  const { diagnostics } = (await createApp(AppModule, { logger: false }).catch(
    (error: unknown) => error,
  )) as TenonError;
  expect(diagnostics).toMatchObject([
    { code: 'TENON_HTTP_DUPLICATE_ROUTE' },
    { code: 'TENON_CLASS', where: { signature: expect.stringMatching(/^Paths\.a\(/) }, path: ['AppModule', 'Paths'] },
    { code: 'TENON_OBJECT', where: { signature: expect.stringMatching(/^Paths\.c\(/) } },
  ]);
  expect(made).toBe(0);
});

test('prepares a guard that is made in each request there', async () => {
  @Injectable({ scope: 'request' })
  class Fresh implements RouteGuard {
    readonly #context: RequestContext;
    constructor(context: RequestContext) {
      this.#context = context;
    }
    forRoute({ path }: RouteModel) {
      return (context: RequestContext) => context === this.#context && context.request.url === path;
    }
  }
  @Controller()
  class Paths {
    @Get('/a') @UseGuards(Fresh) a(): string {
      return 'a';
    }
  }
  const app = await serve(Paths);
  expect([(await app.inject('/a')).statusCode, (await app.inject('/a?b')).statusCode]).toEqual([200, 403]);
});

test('asks what a test has put in the place of such a guard', async () => {
  @Injectable()
  class Never implements RouteGuard {
    forRoute() {
      return () => false;
    }
  }
  @Controller()
  class Paths {
    @Get('/a') @UseGuards(Never) a(): string {
      return 'a';
    }
  }
  @Module({ controllers: [Paths], providers: [Never] })
  class AppModule {}
  const override = [provide(Never, { useValue: { canActivate: () => true } as unknown as Never })];
  await using app = await createApp(AppModule, { logger: false, override });
  expect((await app.inject('/a')).statusCode).toBe(200);
});
