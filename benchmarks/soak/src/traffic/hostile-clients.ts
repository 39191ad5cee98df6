import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { CASES, type HostileCase } from './hostile-cases.js';
import { Random } from './random.js';
import type { Tally } from './tally.js';

const CLIENTS = 6;
/** How many connections are held with a request that never ends. */
const SLOW_CLIENTS = 20;
const PAUSE_MS = 10;
/** How long an answer is waited for, in milliseconds: many of these get none. */
const PATIENCE_MS = 400;

/** Sends what no client should send, each on a connection of its own. */
export async function runHostileClients(port: number, until: number, seed: number, tally: Tally): Promise<void> {
  const random = new Random(seed);
  const attack = async (): Promise<void> => {
    while (Date.now() < until) {
      const sent = random.of(CASES);
      const answer = await send(port, sent, random);
      tally.hostile++;
      // What an overloaded server refuses politely is no failure.
      if (answer.startsWith('HTTP/1.1 5') && !/retry-after/i.test(answer))
        tally.serverErrors.push(`${sent.name}: ${answer.split('\r\n', 1)[0]}`);
      await setTimeout(PAUSE_MS);
    }
  };
  const slow = Array.from({ length: SLOW_CLIENTS }, () => holdOn(port, until, random));
  await Promise.all([...Array.from({ length: CLIENTS }, attack), ...slow]);
}

/** @returns the first bytes of what was answered */
function send(port: number, { make, leaves }: HostileCase, random: Random): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    let answer = '';
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = globalThis.setTimeout(end, leaves === true ? random.below(40) : PATIENCE_MS);
    socket.on('error', end).on('close', end);
    socket.on('data', (chunk) => {
      if (answer.length < 1000) answer += chunk.toString('latin1');
      if (leaves !== true && answer.includes('\r\n\r\n')) end();
    });
    socket.write(make(random));
  });
}

/** Sends a request byte by byte until the server has had enough, and begins again. */
async function holdOn(port: number, until: number, random: Random): Promise<void> {
  while (Date.now() < until) {
    const socket = connect({ host: '127.0.0.1', port });
    // What the server does to it is what it is here for.
    socket.on('error', () => {}).resume();
    const text = random.of([
      `GET /notes HTTP/1.1\r\nhost: a\r\nx-slow: ${'y'.repeat(1000)}`,
      `POST /notes HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{"text":"`,
    ]);
    const head = text.length - 100;
    socket.write(text.slice(0, head));
    for (let at = head; !socket.closed && Date.now() < until; at++) {
      socket.write(text[at] ?? 'z');
      await setTimeout(200 + random.below(200));
    }
    socket.destroy();
  }
}
