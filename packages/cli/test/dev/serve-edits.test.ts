import { Agent, request as ask } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { TenonProject, MAIN, PATIENCE_MS } from '../tenon-project.js';

// On a machine with much else to do, a process that is exchanged may cut off what it was sending; browsers come back.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

/* One `tenon dev` for all of these: each of them leaves an application behind that is served. */

const controller = (
  version: number,
  more = '',
): string => `import { Controller, Get, Header, Headers, Sse } from '@tenon/http';
import { GREETING } from './greeting.js';

@Controller()
export class ShopController {
  @Get('/version') version() {
    return { version: ${version}, greeting: process.env['GREETING'] ?? GREETING };
  }
  @Get('/page') @Header('content-type', 'text/html') page(@Headers('if-none-match', { optional: true }) kept?: string) {
    return '<h1>' + (kept ?? 'Käse') + '</h1>';
  }
  @Get('/process') process() {
    return String(process.pid);
  }
  @Get('/stuck') stuck() {
    console.log('it is stuck');
    for (;;);
  }
  @Get('/later') async later() {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { version: ${version} };
  }
  @Sse('/events') async *events() {
    yield { version: ${version} };
    await new Promise(() => {});
  }
  ${more}
}
`;

const FILES = {
  'src/main.ts': `import './environment.js';\n${MAIN}`,
  'src/environment.ts': "process.loadEnvFile('.env');\n",
  'src/app.module.ts': `import { Module } from '@tenon/http';
import { ShopController } from './shop.controller.js';

@Module({ controllers: [ShopController] })
export class AppModule {}
`,
  'src/shop.controller.ts': controller(1),
  'src/greeting.ts': "export const GREETING = 'hello';\n",
  'views/page.eta': '<h1>Page</h1>\n',
  'public/icon.svg': '<svg/>\n',
  '.env': 'UNUSED=1\n',
  'tsconfig.json': JSON.stringify({ extends: '../../../tsconfig.base.json', compilerOptions: { composite: false } }),
};

let project: TenonProject;
let url: string;
let version = 1;

beforeAll(async () => {
  project = new TenonProject(FILES);
  project.run(['dev', '--no-types'], { LOG_LEVEL: 'info' });
  url = await project.until(/Server listening at (http:\/\/127\.0\.0\.1:\d+)/);
  await project.until(/tenon {2}started in \d+ ms\n/);
}, PATIENCE_MS);

afterAll(() => project.remove());

/** As much of a browser's page as the script uses. */
class FakePage {
  readonly shown: string[] = [];
  readonly opened: string[] = [];
  reloads = 0;
  readonly #listeners = new Map<string, (event: { readonly data: string }) => void>();

  constructor(script: string, generation: string) {
    const { shown } = this;
    const { opened } = this;
    const listen = this.#listeners.set.bind(this.#listeners);
    const createElement = (): object => ({
      style: {},
      attachShadow: () => ({ appendChild: (child: object) => child }),
      remove() {},
      set textContent(text: string) {
        shown.push(text);
      },
    });
    runInNewContext(script, {
      document: { currentScript: { dataset: { generation } }, createElement, documentElement: { append() {} } },
      location: { reload: () => this.reloads++ },
      EventSource: class {
        constructor(path: string) {
          opened.push(path);
        }

        addEventListener = listen;
      },
    });
  }

  hear(event: string, data: object): void {
    this.#listeners.get(event)?.({ data: JSON.stringify(data) });
  }
}

/** Asks on a connection of its own. */
async function get(path: string, headers: Record<string, string> = {}): Promise<[number, string, Headers]> {
  const reply = await fetch(url + path, { headers: { connection: 'close', ...headers } });
  return [reply.status, await reply.text(), reply.headers];
}

/**
 * Asks as browsers do: once more, when a connection that was kept ends before anything of a reply has come.
 *
 * @see RFC 9112 §9.3.1
 */
function askAgain(agent: Agent, path: string): Promise<number | string> {
  return new Promise((resolve) => {
    const asked = ask(url + path, { agent }, (reply) => {
      reply.resume().on('end', () => resolve(reply.statusCode ?? 0));
    });
    asked.on('error', (error) => {
      if (asked.reusedSocket) void askAgain(agent, path).then(resolve);
      else resolve(error.message);
    });
    asked.end();
  });
}

/** Edits the controller, and waits until that is served. */
async function edit(): Promise<void> {
  project.replace('src/shop.controller.ts', controller(++version));
  await project.until(/tenon {2}re(?:loaded|started) in \d+ ms \(src\/shop\.controller\.ts\)/);
}

test(
  'serves edits, loses nothing of clients that stay connected, and lets others wait',
  async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const answers: (number | string)[] = [];
    const edited = new AbortController();
    const asking = (async () => {
      for (; !edited.signal.aborted; await setTimeout(5)) answers.push(await askAgain(agent, '/version'));
    })();
    for (let count = 0; count < 2; count++) {
      const later = get('/later');
      await setTimeout(50);
      project.replace('src/shop.controller.ts', controller(++version));
      await setTimeout(20);
      // Written once more as it is, which is no edit.
      project.write('src/shop.controller.ts', controller(version));
      // Asked on a connection of its own, while one process ends and the next one begins.
      const [status] = await get('/version');
      expect(status).toBe(200);
      expect((await later)[0]).toBe(200);
      await project.until(/tenon {2}re(?:loaded|started) in \d+ ms \(src\/shop\.controller\.ts\)/);
      expect(JSON.parse((await get('/version'))[1])).toEqual({ version, greeting: 'hello' });
    }
    edited.abort();
    await asking;
    agent.destroy();
    expect(answers.length).toBeGreaterThan(2);
    expect(answers.filter((answer) => answer !== 200)).toEqual([]);
  },
  PATIENCE_MS * 2,
);

test(
  'ends event streams at an edit, and tells pages that another process serves them',
  async () => {
    const [stream, pages] = await Promise.all([get('/events'), get('/__tenon/events'), edit()]);
    expect(stream[1]).toContain('{"version":');
    expect(pages[1]).toMatch(/^event: served\ndata: \{"generation":"\d+-\d+"\}\n\n$/);
    const [, page] = await get('/page');
    const generation = /data-generation="([^"]+)"/.exec(page)?.[1];
    expect(generation).toBeDefined();
    expect(pages[1]).not.toContain(`"${generation}"`);
  },
  PATIENCE_MS,
);

test(
  'has browsers load their pages again after an edit of a template or of a style, and goes on in the same process',
  async () => {
    const [, before] = await get('/process');
    const { body } = await fetch(`${url}/__tenon/events`);
    const events = body!.pipeThrough(new TextDecoderStream()).getReader();
    const heard = async (): Promise<string | undefined> => (await events.read()).value;
    expect(await heard()).toContain('event: served');
    for (const file of ['views/page.eta', 'public/icon.svg', 'src/shop.css']) {
      // Of no use to a page.
      project.write('README.md', file);
      project.replace(file, `/* ${file} */`);
      expect(await heard()).toBe('event: pages\ndata: {}\n\n');
    }
    await events.cancel();
    expect((await get('/process'))[1]).toBe(before);
  },
  PATIENCE_MS,
);

test('lets a browser keep no page, whose script is of an earlier process', async () => {
  const kept = { 'if-none-match': '"1"' };
  expect((await get('/page', { accept: 'text/html', ...kept }))[1]).toContain('<h1>Käse</h1>');
  expect((await get('/page', kept))[1]).toContain('<h1>"1"</h1>');
});

test('adds its script to pages and to nothing else', async () => {
  const [status, page, headers] = await get('/page');
  expect(status).toBe(200);
  expect(page).toMatch(/^<h1>Käse<\/h1><script src="\/__tenon\/dev\.js" data-generation="\d+-\d+" async><\/script>$/);
  expect(Number(headers.get('content-length'))).toBe(Buffer.byteLength(page));
  expect((await get('/version'))[1]).not.toContain('script');
  const [, script, type] = await get('/__tenon/dev.js');
  expect(type.get('content-type')).toContain('text/javascript');
  const appPage = new FakePage(script, '1-1');
  appPage.hear('served', { generation: '1-1' });
  appPage.hear('fault', { generation: 'fault-1', heading: 'No <b>', text: 'TENON_X: <script>' });
  // What it shows comes from files and errors: it is text, never markup.
  expect(appPage.shown).toEqual(['No <b>', 'TENON_X: <script>']);
  expect([appPage.reloads, appPage.opened]).toEqual([0, ['/__tenon/events']]);
  appPage.hear('served', { generation: '1-2' });
  expect(appPage.reloads).toBe(1);
  appPage.hear('pages', {});
  expect(appPage.reloads).toBe(2);
  const faultPage = new FakePage(script, 'fault-1');
  faultPage.hear('fault', { generation: 'fault-1', heading: 'the same', text: '' });
  expect(faultPage.reloads).toBe(0);
  faultPage.hear('fault', { generation: 'fault-2', heading: 'another one', text: '' });
  expect([faultPage.reloads, faultPage.shown]).toEqual([1, []]);
});

test(
  'shows what is at fault in the terminal, in the browser and to other clients, until it is mended',
  async () => {
    project.write('src/shop.controller.ts', controller(version, '<b>nonsense</b>'));
    await project.until(
      /tenon {2}The application could not be compiled\.\n\nTENON_CLI_NOT_COMPILED: src\/shop\.controller\.ts/,
    );
    const [status, page] = await get('/version', { accept: 'text/html,*/*' });
    expect(status).toBe(500);
    expect(page).toContain('TENON_CLI_NOT_COMPILED: src/shop.controller.ts cannot be compiled.');
    expect(page).toContain('&lt;b&gt;nonsense&lt;/b&gt;');
    expect(page).not.toContain('<b>nonsense');
    expect(page).toMatch(/<script src="\/__tenon\/dev\.js" data-generation="fault-\d+" async>/);
    // A name that leads to this machine may be that of somebody else's page, which is not to read sources.
    const foreign = await new Promise<string>((resolve, reject) => {
      const headers = { accept: 'text/html', host: 'rebound.example:3000' };
      const asked = ask(`${url}/version`, { headers, agent: false }, (reply) => resolve(readText(reply)));
      asked.on('error', reject).end();
    });
    expect(foreign).toContain('The terminal of `tenon dev` says more.');
    expect(foreign).not.toContain('nonsense');
    const [, problem, headers] = await get('/version');
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(JSON.parse(problem)).toMatchObject({ status: 500, title: 'The application could not be compiled.' });
    // A page that is open hears of it, and is let go when it is mended.
    const waiting = get('/__tenon/events');
    await edit();
    expect((await waiting)[1]).toContain('event: fault\ndata: {"generation":"fault-');
    expect((await get('/version'))[0]).toBe(200);
  },
  PATIENCE_MS,
);

test(
  'shows a browser the error that nobody has caught, with the lines of the application, and others a problem',
  async () => {
    const broken = "@Get('/broken') broken() {\n    throw new Error('<b>broken</b>');\n  }";
    project.replace('src/shop.controller.ts', controller(++version, broken));
    await project.until(/tenon {2}re(?:loaded|started) in/);
    const [status, page, headers] = await get('/broken', { accept: 'text/html,*/*;q=0.8' });
    expect([status, headers.get('content-type')]).toEqual([500, 'text/html; charset=utf-8']);
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(page.replace(/"\d+-\d+"/, '"1-2"')).toMatchGolden('golden/error-page');
    const [, problem] = await get('/broken');
    expect(JSON.parse(problem)).toMatchObject({ status: 500, detail: 'Error: <b>broken</b>' });
    // What is meant for clients is a problem for all of them.
    expect((await get('/nowhere', { accept: 'text/html' }))[2].get('content-type')).toContain('problem+json');
    await edit();
  },
  PATIENCE_MS,
);

test(
  'answers whoever has come to an application that is stuck, when that is killed',
  async () => {
    const [, pid] = await get('/process');
    const stuck = get('/stuck').catch(() => undefined);
    await project.until(/it is stuck/);
    const others = [1, 2, 3].map(() =>
      get('/version').then(
        ([status]) => status,
        () => undefined,
      ),
    );
    await setTimeout(100);
    process.kill(Number(pid), 'SIGKILL');
    await project.until(/The application has ended, with SIGKILL\./);
    expect(await Promise.all(others)).toEqual([500, 500, 500]);
    await stuck;
    await edit();
  },
  PATIENCE_MS,
);

test(
  'explains a class that is not there yet by the circle of imports',
  async () => {
    project.write(
      'src/basket.ts',
      "import { ShopController } from './shop.controller.js';\nexport class Basket {}\nexport const SHOPS = [ShopController];\n",
    );
    project.write(
      'src/shop.controller.ts',
      `import { Basket } from './basket.js';\nvoid Basket;\n${controller(version)}`,
    );
    const text = await project.until(/(TENON_CLI_MODULE_CYCLE: [^]*?npx tenon error TENON_CLI_MODULE_CYCLE)/);
    expect(`${text}\n`).toMatchGolden('../errors/golden/TENON_CLI_MODULE_CYCLE');
    expect((await get('/version'))[1]).toContain('src/basket.ts → src/shop.controller.ts → src/basket.ts');
    await edit();
    expect((await get('/version'))[0]).toBe(200);
  },
  PATIENCE_MS,
);

test(
  'names the application’s own lines where something is thrown, and comes back',
  async () => {
    project.write('src/greeting.ts', "\n\nthrow new Error('no greeting');\nexport const GREETING = '';\n");
    await project.until(/The application could not be started\.\n\nError: no greeting\n\s+at .*src\/greeting\.ts:3:7/);
    project.write('src/greeting.ts', "export const GREETING = 'welcome';\n");
    await project.until(/tenon {2}re(?:loaded|started) in/);
    expect((await get('/version'))[1]).toContain('welcome');
  },
  PATIENCE_MS,
);

test(
  'starts anew when the environment is another one, and leaves alone what the application does not have',
  async () => {
    project.write('src/unused.ts', 'export {};\n');
    project.write('src/greeting.ts', "export const GREETING = 'welcome';\n");
    project.write('.env', 'GREETING=hi\n');
    expect(await project.until(/tenon {2}(re\w+) in \d+ ms \(\.env\)/)).toBe('restarted');
    expect(JSON.parse((await get('/version'))[1])).toEqual({ version, greeting: 'hi' });
  },
  PATIENCE_MS,
);

test('ends with code 0 at Ctrl-C', async () => {
  expect(await project.stop('SIGINT')).toBe(0);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});
