import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { TenonProject, MAIN, PATIENCE_MS } from '../tenon-project.js';

/** The certificate that the tests of @tenon/http have. */
const CERTIFICATE = readFileSync(join(import.meta.dirname, '../../../http/test/support/certificate.ts'), 'utf8');
const [key, cert] = CERTIFICATE.match(/-----BEGIN[^`]+/g) ?? [];

const projects: TenonProject[] = [];

afterEach(() => {
  for (const project of projects.splice(0)) project.remove();
});

function createProject(files: Readonly<Record<string, string>>): TenonProject {
  const project = new TenonProject(files);
  projects.push(project);
  return project;
}

const APP_MODULE = `import { Controller, Get, Module } from '@tenon/http';
import { answer } from './answer.js';

@Controller()
class Desk {
  @Get() answer() {
    return answer();
  }
}

@Module({ controllers: [Desk] })
export class AppModule {}
`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

test(
  'shows on the page why an application cannot be started, or has crashed, and says whose port is taken',
  async () => {
    const PORT = String(await freePort());
    const ask = async (): Promise<[number, string]> => {
      const reply = await fetch(`http://127.0.0.1:${PORT}`, { headers: { accept: 'text/html', connection: 'close' } });
      return [reply.status, await reply.text()];
    };
    const project = createProject({ 'src/main.ts': MAIN, 'src/app.module.ts': APP_MODULE });
    project.run(['dev'], { PORT });
    await project.until(/The application could not be started\./);
    await project.until(/types are not checked: there is no TypeScript, or no tsconfig\.json/);
    expect(await ask()).toEqual([500, expect.stringContaining('answer.js')]);
    // What was missing comes.
    project.write('src/answer.ts', "export const answer = () => 'here';\n");
    await project.until(/tenon {2}\w+ in \d+ ms \(src\/answer\.ts\)/);
    expect(await ask()).toEqual([200, 'here']);

    const second = createProject({
      'src/main.ts': MAIN,
      'src/app.module.ts': APP_MODULE,
      'src/answer.ts': "export const answer = () => 'of the second';\n",
    });
    second.run(['dev', '--no-types'], { PORT });
    const taken = await second.until(/(TENON_HTTP_PORT_TAKEN: [^]*?\n)tenon {2}the next edit starts it again\n/);
    expect(taken).toContain(`, by \`tenon dev\` in ${project.folder} (process ${project.pid})`);
    expect(taken).toContain('choose another port: PORT=3001');

    project.write(
      'src/answer.ts',
      "export const answer = () => setTimeout(() => { throw new Error('late'); }) && 'crash';\n",
    );
    await project.until(/tenon {2}reloaded in/);
    await ask().catch(() => undefined);
    await project.until(/The application has crashed\.\n\nError: late/);
    expect(await ask()).toEqual([500, expect.stringContaining('Error: late')]);
    expect(await project.stop('SIGTERM')).toBe(0);

    second.write('src/answer.ts', "export const answer = () => 'of the second again';\n");
    await second.until(/tenon {2}\w+ in \d+ ms/);
    expect(await ask()).toEqual([200, 'of the second again']);
    expect(await second.stop()).toBe(0);
  },
  PATIENCE_MS * 2,
);

const worker = (number: number): string => `import { spawn } from 'node:child_process';
import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class Job {
  onReady() {
    console.log('worker ${number} has begun with', spawn('sleep', ['600']).pid);
    setInterval(() => {}, 1000);
  }
  async onShutdown() {
    console.log('worker ${number} is ending');
    await new Promise((resolve) => setTimeout(resolve, 300));
    console.log('worker ${number} has ended');
  }
}

@Module({ providers: [Job] })
class WorkerModule {}

const context = await createContext(WorkerModule);
context.closeOnSignals();
`;

/** Waits for the end of a process, as far as it comes. */
async function stateOf(pid: number): Promise<'gone' | 'there'> {
  for (const end = performance.now() + 5000; performance.now() < end; await setTimeout(20)) {
    try {
      process.kill(pid, 0);
    } catch {
      return 'gone';
    }
  }
  return 'there';
}

test(
  'runs a worker without a port, one at a time, and leaves none behind when it is killed itself',
  async () => {
    const project = createProject({ 'src/main.ts': worker(1) });
    project.run(['dev', '--no-types']);
    await project.until(/tenon {2}started in \d+ ms\n/);
    const started = Number(await project.until(/worker 1 has begun with (\d+)/));
    project.write('src/main.ts', worker(2));
    await project.until(/worker 1 is ending/);
    // The second is closed before it has begun, and the third waits for the first all the same.
    project.write('src/main.ts', worker(3));
    const began = await project.until(/([^]*worker 3 has begun with \d+)/);
    expect(began).toContain('worker 1 has ended\n');
    await project.until(/tenon {2}re\w+ in \d+ ms \(src\/main\.ts\)\n/);
    // What a worker has started and left behind is gone with it.
    await expect(stateOf(started)).resolves.toBe('gone');
    await project.stop('SIGKILL');
    await project.untilClosed(/worker 3 has ended/);
  },
  PATIENCE_MS,
);

test(
  'runs a program again that has come to its end, and shows types that do not fit beside it',
  async () => {
    const compilerOptions = { module: 'NodeNext', strict: true, skipLibCheck: true, types: [] };
    const project = createProject({
      'src/main.ts': 'export const size: number = 1;\n',
      'tsconfig.json': JSON.stringify({ compilerOptions, include: ['src'] }),
    });
    project.run(['dev']);
    await project.until(/src\/main\.ts has run to its end; an edit runs it again/);
    project.write('src/main.ts', "export const size: number = 'wide';\n");
    await project.until(/src\/main\.ts has run to its end; an edit runs it again/);
    await project.until(/types {2}src\/main\.ts\(1,14\): error TS2322/);
    // As the system does where memory is short.
    const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(project.pid)], { encoding: 'utf8' });
    process.kill(Number.parseInt(/^.*--noEmit --watch.*$/m.exec(children)?.[0] ?? '', 10), 'SIGKILL');
    await project.until(/types {2}The check of types has ended, with SIGKILL\. The next edit begins it again\./);
    project.write('src/main.ts', "export const size: number = 'high';\n");
    await project.until(/types {2}src\/main\.ts\(1,14\): error TS2322/);
    expect(await project.stop()).toBe(0);
  },
  PATIENCE_MS,
);

test(
  'takes keys in a terminal: r restarts, q quits, and others are left alone',
  async () => {
    const project = createProject({
      'src/main.ts': MAIN,
      'src/app.module.ts': APP_MODULE,
      'src/answer.ts': "export const answer = () => 'here';\n",
    });
    const type = project.runInTerminal(['dev', '--no-types']);
    await project.until(/tenon {2}r restarts, q quits/);
    await project.until(/tenon {2}started in/);
    type('xr');
    await project.until(/tenon {2}re(?:started|loaded) in \d+ ms\r\n/);
    type('q');
    expect(await project.ended()).toBe(0);
  },
  PATIENCE_MS,
);

test(
  'lets a debugger connect at one address, whichever process serves, and speaks TLS where the application does',
  async () => {
    const inspect = `127.0.0.1:${await freePort()}`;
    const project = createProject({
      'src/main.ts': MAIN.replace(
        'createApp(AppModule)',
        `createApp(AppModule, { fastify: { https: ${JSON.stringify({ key, cert })} } })`,
      ),
      'src/app.module.ts': APP_MODULE,
      'src/answer.ts': "export const answer = () => 'first';\n",
    });
    project.run(['dev', '--no-types', '--inspect', inspect], { LOG_LEVEL: 'info' });
    const url = await project.until(/Server listening at (https:\/\/127\.0\.0\.1:\d+)/);
    const get = (): Promise<string> =>
      new Promise((resolve, reject) => {
        const asked = request(url, { ca: cert, servername: 'localhost', agent: false }, (reply) =>
          resolve(text(reply)),
        );
        asked.on('error', reject).end();
      });
    const debugged = async (): Promise<unknown> => {
      const [target] = (await (await fetch(`http://${inspect}/json/list`)).json()) as readonly {
        readonly id: string;
      }[];
      return target?.id;
    };
    expect(await get()).toBe('first');
    const first = await debugged();
    project.write('src/answer.ts', "export const answer = () => 'second';\n");
    await project.until(/tenon {2}re(?:started|loaded) in/);
    expect(await get()).toBe('second');
    expect([undefined, first]).not.toContain(await debugged());
    // There is no page that could be sent without its certificate.
    project.write('src/answer.ts', 'export const answer = ;\n');
    await project.until(/TENON_CLI_NOT_COMPILED/);
    await expect(get()).rejects.toThrow(/socket|ECONNRESET/);
    expect(await project.stop()).toBe(0);
  },
  PATIENCE_MS,
);

test(
  'lets a client wait for an application for five seconds, and then tells it to come back',
  async () => {
    const slow = MAIN.replace(
      'const app',
      'await new Promise((resolve) => setTimeout(resolve, Number(process.env.WAIT_MS ?? 0)));\nconst app',
    );
    const project = createProject({
      'src/main.ts': slow,
      'src/app.module.ts': APP_MODULE,
      'src/answer.ts': "export const answer = () => 'here';\n",
    });
    project.run(['dev', '--no-types'], { LOG_LEVEL: 'info' });
    const url = await project.until(/Server listening at (http:\/\/127\.0\.0\.1:\d+)/);
    project.write('src/main.ts', slow.replace('process.env.WAIT_MS ?? 0', '60_000'));
    // Until the old one has gone.
    while (
      (await fetch(url, { headers: { connection: 'close' }, signal: AbortSignal.timeout(1000) }).catch(() => undefined))
        ?.ok
    );
    const start = performance.now();
    const reply = await fetch(url, { headers: { connection: 'close' } });
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await reply.json()).toMatchObject({ status: 503, title: 'The application is being started.' });
    expect(performance.now() - start).toBeGreaterThan(4500);
    expect(await project.stop()).toBe(0);
  },
  PATIENCE_MS,
);
