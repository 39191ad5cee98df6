import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../../harness/free-port.js';

const CONFIGURATIONS = join(import.meta.dirname, '../configurations');
/** Debian has them where only root looks. */
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin`;

export interface Proxy {
  readonly name: string;
  readonly port: number;
  readonly process: ChildProcess;
}

/**
 * Starts haproxy and nginx with the configurations of the handbook, in which nothing is changed but the ports.
 *
 * @param ports - of the two servers
 */
export async function startProxies(ports: readonly [number, number]): Promise<readonly Proxy[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tenon-restart-'));
  const [haproxyPort, nginxPort] = [await freePort(), await freePort()];
  const configuration = (file: string): string =>
    readFileSync(join(CONFIGURATIONS, file), 'utf8')
      .replaceAll('127.0.0.1:3001', `127.0.0.1:${ports[0]}`)
      .replaceAll('127.0.0.1:3002', `127.0.0.1:${ports[1]}`)
      .replaceAll('127.0.0.1:8080', `127.0.0.1:${haproxyPort}`)
      .replaceAll('127.0.0.1:8081', `127.0.0.1:${nginxPort}`);
  writeFileSync(join(folder, 'haproxy.cfg'), configuration('haproxy.cfg'));
  writeFileSync(join(folder, 'application.conf'), configuration('nginx.conf'));
  // What Debian's nginx.conf has around it, in a folder of its own.
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; pid ${folder}/nginx.pid; error_log stderr error; worker_processes 1; events {}
     http { access_log off; ${paths.join(' ')} include ${folder}/application.conf; }`,
  );
  const proxies = [
    { name: 'haproxy', port: haproxyPort, process: start('haproxy', ['-f', join(folder, 'haproxy.cfg'), '-db']) },
    {
      name: 'nginx',
      port: nginxPort,
      process: start('nginx', ['-p', folder, '-e', 'stderr', '-c', join(folder, 'nginx.conf')]),
    },
  ];
  await Promise.all(proxies.map(({ name, port }) => answers(name, port, '/orders/1')));
  return proxies;
}

function start(command: string, args: readonly string[]): ChildProcess {
  return spawn(command, args, { env: { ...process.env, PATH }, stdio: ['ignore', 'ignore', 'pipe'] });
}

/**
 * Waits until something answers with 200.
 *
 * @param pid - of the server whose answer it has to be. Default: any
 */
export async function answers(name: string, port: number, path: string, pid?: number): Promise<void> {
  const end = Date.now() + 30_000;
  for (;;) {
    const reply = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
    await reply?.arrayBuffer();
    if (reply?.status === 200 && (pid === undefined || reply.headers.get('x-process') === String(pid))) return;
    if (Date.now() > end) throw new Error(`${name} does not answer at port ${port}.`);
    await setTimeout(50);
  }
}
