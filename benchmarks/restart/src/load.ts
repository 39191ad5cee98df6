import { Agent, request as send } from 'node:http';
import { setTimeout } from 'node:timers/promises';

/** What became of all requests. */
export interface Tally {
  good: number;
  /** Those that were answered otherwise than they should have been. */
  readonly failed: string[];
  /** Those that were not answered. */
  readonly lost: string[];
  /** The longest time that a good reply has taken, in milliseconds. */
  longestMs: number;
}

interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly status: number;
  readonly reply: string;
}

/** Gives one of every 20 requests a long reply, and has one of every four change something. */
function exchangeOf(count: number): Exchange {
  if (count % 20 === 0) {
    const reply = JSON.stringify({ id: count, report: 'long'.repeat(5000) });
    return { method: 'GET', path: `/orders/${count}/report`, status: 200, reply };
  }
  if (count % 4 === 0) {
    const body = JSON.stringify({ quantity: count });
    return { method: 'POST', path: '/orders', body, status: 201, reply: JSON.stringify({ placed: count }) };
  }
  return { method: 'GET', path: `/orders/${count}`, status: 200, reply: JSON.stringify({ id: count, paid: true }) };
}

/**
 * Has clients send requests until they are told to end, each over a connection that it keeps and one after the other.
 *
 * @param pauseMs - how long a client waits between a reply and its next request, in milliseconds
 */
export async function runLoad(port: number, clients: number, pauseMs: number, until: AbortSignal): Promise<Tally> {
  const tally: Tally = { good: 0, failed: [], lost: [], longestMs: 0 };
  let count = 0;
  const client = async (): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!until.aborted) {
      await exchange(agent, port, exchangeOf(++count), tally);
      await setTimeout(pauseMs);
    }
    agent.destroy();
  };
  await Promise.all(Array.from({ length: clients }, client));
  return tally;
}

async function exchange(agent: Agent, port: number, wanted: Exchange, tally: Tally): Promise<void> {
  const { method, path, body, status, reply } = wanted;
  const what = `${new Date().toISOString().slice(11, 23)} ${method} ${path}`;
  const start = performance.now();
  try {
    const got = await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      const headers = body === undefined ? {} : { 'content-type': 'application/json' };
      const request = send({ agent, host: '127.0.0.1', port, method, path, headers, timeout: 30_000 }, (response) => {
        let text = '';
        response
          .setEncoding('utf8')
          .on('data', (chunk: string) => (text += chunk))
          .on('end', () => resolve({ status: response.statusCode, text }))
          .on('error', reject);
      });
      request.on('error', reject).on('timeout', () => request.destroy(new Error('no reply within 30 s')));
      request.end(body);
    });
    if (got.status === status && got.text === reply) {
      tally.good++;
      tally.longestMs = Math.max(tally.longestMs, performance.now() - start);
    } else tally.failed.push(`${what}: ${got.status} ${got.text.slice(0, 200)}`);
  } catch (error) {
    tally.lost.push(`${what}: ${String(error)}`);
  }
}
