/*
 * Gives a server several times of what it can serve, and tells what those get who are served, and those who are not:
 * `node dist/main.js --seconds 10 --times 8`. With `--check` it fails where a goal is missed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { AppOptions } from '@tenon/http';
import { readMachine } from '../../harness/machine.js';
import { plainEnvironment } from '../../harness/run-worker.js';
import { measureCapacity, type Outcome, pollHealth, sendAtRate } from './load.js';

interface Case {
  readonly name: string;
  readonly request: string;
  readonly options: AppOptions;
  /** What it can serve, in a second, where that is not measured. */
  readonly capacity?: number;
  /** Whether it is to reach the goals, or is there to be compared with. */
  readonly isJudged: boolean;
}

/** Until the gate is sure that it is no passing crowd, in milliseconds. */
const FIRST_MS = 1000;

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
const BODY = JSON.stringify({ text: 'x'.repeat(1000) });
const post = `POST /busy HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`;

const CASES: readonly Case[] = [
  { name: '5 ms of CPU', request: get('/busy'), options: {}, isJudged: true },
  { name: '5 ms of CPU, `overload: false`', request: get('/busy'), options: { overload: false }, isJudged: false },
  { name: '5 ms of CPU, 1 KB body', request: post, options: {}, isJudged: true },
  { name: '5 ms of CPU behind a wait', request: get('/later'), options: {}, isJudged: true },
  {
    name: 'a pool of 4 × 20 ms, `maxWaiting: 100`',
    request: get('/pool'),
    options: { overload: { maxWaiting: 100 } },
    isJudged: true,
  },
];

const { values } = parseArgs({
  options: {
    seconds: { type: 'string' },
    times: { type: 'string' },
    case: { type: 'string' },
    check: { type: 'boolean' },
  },
});
const seconds = Number(values.seconds ?? (values.check === true ? 4 : 10));
const times = Number(values.times ?? 8);
const faults: string[] = [];
const rows: string[][] = [];

for (const each of CASES) {
  if ((values.check === true && !each.isJudged) || !each.name.includes(values.case ?? '')) continue;
  const server = spawn(process.execPath, [join(import.meta.dirname, 'server.js'), JSON.stringify(each.options)], {
    env: { ...plainEnvironment(), NODE_ENV: 'production' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [{ port }] = (await once(server, 'message')) as [{ readonly port: number }];
  try {
    const capacity = await measureCapacity(port, each.request, 2, 8);
    const [outcomes, health] = await Promise.all([
      sendAtRate(port, each.request, capacity * times, seconds),
      pollHealth(port, seconds),
    ]);
    rows.push(judge(each, capacity, outcomes, health));
  } finally {
    server.kill('SIGKILL');
  }
}

const machine = await readMachine([join(import.meta.dirname, '..', '..', '..', 'packages', 'http')]);
const head = ['case', 'capacity', 'served', 'p50', 'p99', 'refused', 'p50', 'p99', 'p99 later', 'lost', 'health: most'];
console.log(
  [
    `${machine.cpu}, ${machine.cores} cores, load ${machine.load.toFixed(1)}, Node ${machine.node}, ${machine.date}`,
    `${times} × capacity for ${seconds} s`,
    '',
    ...[head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`),
    ...faults.map((fault) => `FAULT: ${fault}`),
  ].join('\n'),
);
process.exit(values.check === true && faults.length > 0 ? 1 : 0);

function judge({ name, isJudged }: Case, capacity: number, outcomes: Outcome[], health: Outcome[]): string[] {
  const served = msOf(outcomes, (status) => status >= 200 && status < 300);
  const refused = msOf(outcomes, (status) => status === 503);
  const later = msOf(
    outcomes.filter(({ dueMs }) => dueMs > FIRST_MS),
    (status) => status === 503,
  );
  const lost = outcomes.length - served.length - refused.length;
  const share = served.length / seconds / capacity;
  const worst = Math.max(...health.map(({ ms }) => ms));
  const miss = (isMissed: boolean, what: string): void => {
    if (isMissed && isJudged) faults.push(`${name}: ${what}`);
  };
  miss(at(served, 0.99) >= 1000, `the p99 of what is served is ${at(served, 0.99).toFixed(0)} ms`);
  miss(at(refused, 0.5) >= 50, `half of the refusals take longer than ${at(refused, 0.5).toFixed(0)} ms`);
  miss(share < 0.5, `only ${percent(share)} of the capacity is served`);
  miss(lost > 0, `${lost} requests are lost`);
  miss(health.some(({ status }) => status !== 200) || worst > 1000, `health took ${worst.toFixed(0)} ms`);
  return [
    name,
    `${capacity.toFixed(0)}/s`,
    `${(served.length / seconds).toFixed(0)}/s (${percent(share)})`,
    ...[0.5, 0.99].map((rank) => `${at(served, rank).toFixed(0)} ms`),
    `${(refused.length / seconds).toFixed(0)}/s`,
    ...[0.5, 0.99].map((rank) => `${at(refused, rank).toFixed(0)} ms`),
    `${at(later, 0.99).toFixed(0)} ms`,
    String(lost),
    `${worst.toFixed(0)} ms`,
  ];
}

function msOf(outcomes: readonly Outcome[], isMeant: (status: number) => boolean): number[] {
  return outcomes.flatMap(({ status, ms }) => (isMeant(status) ? [ms] : [])).toSorted((a, b) => a - b);
}

function at(sorted: readonly number[], rank: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * rank))] ?? 0;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
