import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { testHostility } from '../../../packages/http/test/hostile/suite.js';
import { KEY, type Target } from '../../../packages/http/test/hostile/target.js';

/** The compiled program, as `npm start` runs it. `npm run build` makes it. */
const PROGRAM = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const METER = new URL('../../../packages/http/test/hostile/stall-meter.mjs', import.meta.url).href;

/** Starts the program, with no more said than where it listens and what the host's key is. */
async function startHello(): Promise<Target> {
  const { LOG_LEVEL: _, ...environment } = process.env;
  const server: ChildProcess = spawn(process.execPath, ['--import', METER, PROGRAM], {
    env: { ...environment, HOST: '127.0.0.1', PORT: '0', HELLO_HOST_KEY: KEY },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  // All that it logs is read, as a terminal would.
  const lines = createInterface(server.stdout as NodeJS.ReadableStream);
  const [line] = (await once(lines, 'line')) as [string];
  const { msg } = JSON.parse(line) as { readonly msg: string };
  return {
    port: Number(new URL(msg.replace('Server listening at ', '')).port),
    pid: server.pid as number,
    longestAllowed: 100,
    async longestTask() {
      server.send('tell');
      const [longest] = (await once(server, 'message')) as [number];
      return longest;
    },
    async close() {
      const ended = once(server, 'close');
      server.kill('SIGTERM');
      // It has survived, and ends as it should.
      const [code] = (await ended) as [number | null];
      if (code !== 0) throw new Error(`the program ended with ${code}`);
    },
  };
}

testHostility(startHello);
