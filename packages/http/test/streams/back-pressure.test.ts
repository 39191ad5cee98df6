import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pause, Wire } from '../support/socket.js';
import { StreamProcess } from './stream-process.js';

/* Clients that never read, of a server in a process of its own: what is measured is its memory and its descriptors. */

const CLIENTS = 20;
const MIB = 1024 * 1024;
const CHUNKS_OF_MIB = 16;

let server: StreamProcess;
beforeAll(async () => {
  server = await StreamProcess.start();
}, 30_000);
afterAll(() => server.stop());

function connectDeaf(path: string): Wire {
  const wire = new Wire(server.port);
  wire.socket.pause();
  wire.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  return wire;
}

test.each(['/node', '/web', '/texts', '/objects', '/events', '/stream-file', '/disk-file'])(
  'keeps nothing for 20 clients of %s that never read, and lets go of all when they leave',
  async (path) => {
    const before = await server.until(({ open }) => open === 0, 'all sources were ended');
    const rss = await server.rss();
    const wires = Array.from({ length: CLIENTS }, () => connectDeaf(path));
    await server.until(({ clients }) => clients > CLIENTS, 'all clients are connected');
    // Until the buffers of the sockets are full. The replies to our own questions are some bytes, and no chunk.
    let filled = before;
    for (let same = 0; same < 3;) {
      await pause(30);
      const now = await server.count();
      same = now.written - filled.written < CLIENTS * 1024 ? same + 1 : 0;
      filled = now;
    }
    const grown = ((await server.rss()) - rss) / MIB;
    for (const wire of wires) wire.goAway();

    // They would get 64 MiB each, 1,280 MiB in all. What has gone to the sockets' buffers, about 4 MiB each, may not have
    // been given back to the system yet.
    expect(filled.written).toBeGreaterThan(CLIENTS * 1024);
    expect(grown).toBeLessThan(128);
    expect((filled.given - before.given) / CHUNKS_OF_MIB / CLIENTS).toBeLessThan(16);
    const after = await server.until(
      ({ open, descriptors }) => open === 0 && descriptors <= before.descriptors + 1,
      'all sources were ended and all files closed',
    );
    expect(after.open).toBe(0);
  },
  30_000,
);
