import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createProject, TestProject } from '../generate/project.js';
import { runTenon } from '../run-tenon.js';

// Each test waits for a process.
jest.setTimeout(60_000);

let project: TestProject;

interface Finding {
  readonly state: string;
  readonly subject: string;
  readonly what: string;
  readonly fix?: string;
}

const textOf = (findings: readonly Finding[]): string =>
  findings.map(({ state, subject, what, fix }) => `${state} ${subject}: ${what}\n  ${fix}`).join('\n');

// Whatever of it is made would be seen: the service throws, and the timer would keep the process.
beforeAll(() => {
  project = createProject({
    'package.json': JSON.stringify({
      type: 'module',
      dependencies: { '@tenon/http': '0.1.0', '@tenon/config': '0.1.0' },
      devDependencies: { oxlint: '1.94.0' },
    }),
    '.oxlintrc.json': '{ "rules": { "typescript/no-inferrable-types": ["error", { "ignoreParameters": true }] } }',
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        target: 'ES2023',
        module: 'NodeNext',
        strict: true,
        isolatedModules: true,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
      },
    }),
    'src/main.ts': `import { createApp } from '@tenon/http';
import { AppModule } from './app.module.js';

setInterval(() => {}, 60_000);
const app = await createApp(AppModule, { prefix: '/api', versioning: { type: 'header', header: 'x-version' } });
throw new Error('the application was made', { cause: app });
`,
    'src/app.module.ts': `import { Configuration, Secret } from '@tenon/config';
import { IsString } from '@tenon/dto';
import { type CanActivate, Controller, Get, Injectable, Module, Param, Post, UseGuards, Version } from '@tenon/http';

@Configuration({ prefix: 'SHOP_' })
class ShopConfig {
  @Secret() @IsString() key!: string;
}

@Injectable()
class OrderService {
  constructor(readonly config: ShopConfig) {
    throw new Error('a service was made');
  }
}

@Injectable()
class SignedIn implements CanActivate {
  canActivate() {
    return false;
  }
}

@Controller('/orders')
class OrderController {
  constructor(readonly orders: OrderService) {}

  @Get('/:id')
  show(@Param('id') id: number) {
    return id;
  }

  @Post()
  @UseGuards(SignedIn)
  create() {}
}

@Controller('/health')
class StateController {
  @Get()
  @Version('2')
  show() {}
}

@Module({ controllers: [OrderController], providers: [OrderService] })
class OrderModule {}

@Module({ imports: [OrderModule], controllers: [StateController] })
export class AppModule {}
`,
  });
});

afterAll(() => project.remove());

test('lists the routes of an application of which nothing is made, plainly in a pipe', async () => {
  expect(await runTenon(project.folder, ['routes'], { CI: 'true' })).toEqual({
    code: 0,
    errors: '',
    output: `GET,HEAD  /api/health (version 2)  StateController.show    src/app.module.ts:40
POST      /api/orders              OrderController.create  src/app.module.ts:33
GET,HEAD  /api/orders/:id          OrderController.show    src/app.module.ts:28
`,
  });
});

test('lists some routes as JSON', async () => {
  const { output } = await runTenon(project.folder, ['routes', 'ORDERS', '--json']);
  expect(JSON.parse(output)).toEqual([
    expect.objectContaining({ methods: ['POST'], path: '/api/orders', handler: 'OrderController.create' }),
    expect.objectContaining({ methods: ['GET', 'HEAD'], path: '/api/orders/:id', module: 'OrderModule' }),
  ]);
});

test('says that no route has a text', async () => {
  expect(await runTenon(project.folder, ['routes', 'bills'])).toEqual({
    code: 1,
    output: '',
    errors: 'No route has bills in its path or handler.\n',
  });
});

test('explains what runs for a request', async () => {
  const { code, output } = await runTenon(project.folder, ['explain', 'post', '/api/orders', '--source']);
  expect(code).toBe(0);
  expect(output).toMatch(/^POST \/api\/orders {2}OrderController\.create {2}src\/app\.module\.ts:\d+\n/);
  expect(output).toMatch(/onRequest +guard SignedIn +OrderController\.create/);
  expect(output).toContain('function handle(request, reply)');
});

test('explains a route that wants a version, as JSON and without its code', async () => {
  const { output } = await runTenon(project.folder, ['explain', '/api/health', '--api-version', '2', '--json']);
  expect(JSON.parse(output)).toMatchObject({ handler: 'StateController.show', version: '2' });
  expect(JSON.parse(output)).not.toHaveProperty('source');
});

test('draws one module for a page', async () => {
  const { code, output } = await runTenon(project.folder, ['graph', '--module', 'OrderModule', '--markdown']);
  expect(code).toBe(0);
  expect(output).toMatchGolden('golden/graph');
});

test('finds a set-up in order, and shows the environment without its secrets', async () => {
  // A port in use is no fault: it may be the application itself.
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = String((server.address() as AddressInfo).port);
  const { code, output } = await runTenon(project.folder, ['doctor'], { SHOP_KEY: 'hunter2', PORT: port });
  server.close();
  expect(output).not.toContain('hunter2');
  expect(output.replaceAll(port, '<port>').replace(/\S+ runs/, '<version> runs')).toMatchGolden('golden/doctor');
  expect(code).toBe(0);
});

test('finds what is wrong with a set-up, and how to mend it', async () => {
  const broken = createProject({
    'package.json': JSON.stringify({
      scripts: { test: 'tsc && jest', unit: 'node --experimental-vm-modules node_modules/jest/bin/jest.js' },
      devDependencies: { oxlint: '1.94.0' },
    }),
    'tsconfig.json':
      '{ "compilerOptions": { "module": "ESNext", "moduleResolution": "bundler", "useDefineForClassFields": false } }',
    'biome.json': '{ "linter": { "rules": { "style": { "noInferrableTypes": "error" } } } }',
    '.oxlintrc.json':
      '{ "rules": { "typescript/consistent-type-imports": "error", "typescript/no-inferrable-types": ["warn", {}] } }',
    'src/main.ts': project.read('src/main.ts'),
    'src/app.module.ts': project.read('src/app.module.ts'),
  });
  const { code, output } = await runTenon(broken.folder, ['doctor', '--json']);
  broken.remove();
  const found = (JSON.parse(output) as Finding[]).filter(({ state }) => state !== 'ok');
  expect(textOf(found)).toMatchGolden('golden/doctor-faults');
  expect(code).toBe(1);
});

test('says where a tsconfig.json is no JSON, and blames nothing else for it', async () => {
  const broken = createProject({ 'tsconfig.json': '{ "compilerOptions": { "strict": true,\n  "target": [ES2023]\n' });
  const { output } = await runTenon(broken.folder, ['doctor', '--json']);
  broken.remove();
  const found = (JSON.parse(output) as Finding[]).filter(({ subject }) => /tsconfig|metadata/.test(subject));
  expect(textOf(found)).toMatch(
    /^fault tsconfig\.json: the compiler does not understand it:\n[^]*\ntsconfig\.json\(3,1\): error TS1005: '}' expected\.\n {2}correct it$/,
  );
  expect(found).toHaveLength(1);
});

test('finds second copies of packages, and versions that do not agree', async () => {
  const at = (place: string, manifest: object): Record<string, string> => ({
    [`node_modules/${place}/package.json`]: JSON.stringify(manifest),
  });
  const faulty = new TestProject({
    'package.json': '{ "type": "module", "dependencies": { "@tenon/http": "0.2.0", "fastify": "5.12.8" } }',
    ...at('@tenon/http', {
      version: '0.2.0',
      dependencies: { '@tenon/core': '0.1.0', fastify: '5.12.7' },
      peerDependencies: { 'class-validator': '0.15.1' },
    }),
    ...at('@tenon/core', { version: '0.1.0' }),
    ...at('fastify', { version: '5.12.8' }),
    ...at('@tenon/http/node_modules/fastify', { version: '5.12.7' }),
    ...at('@tenon/http/node_modules/@tenon/core', { version: '0.2.0' }),
    ...at('class-validator', { version: '0.14.0', dependencies: { '@tenon/core': '*' } }),
  });
  const { code, output } = await runTenon(faulty.folder, ['doctor', '--json']);
  faulty.remove();
  const found = (JSON.parse(output) as Finding[]).filter(({ subject }) => subject === 'packages');
  expect(textOf(found)).toMatchGolden('golden/doctor-packages');
  expect(code).toBe(1);
});

test('explains the code of an error by its section of the handbook, in any project', async () => {
  const { code, output } = await runTenon(project.folder, ['error', 'tenon_cli_no_main']);
  expect(output).toMatchGolden('golden/error');
  expect(code).toBe(0);
});
