import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { compilePrograms } from './compile-programs.js';
import { answers } from './sources/values.js';

/* Whole processes, compiled as users compile them. */

let folder: string;

beforeAll(() => {
  folder = compilePrograms();
}, 30_000);

function run(program: string, what = 'print', flags: readonly string[] = []) {
  const { NODE_OPTIONS: _options, LOG_LEVEL: _level, ...env } = process.env;
  return spawnSync(process.execPath, [...flags, join(folder, program), what], { encoding: 'utf8', env });
}

/** Gives what stands in the log, and the lines that the program has printed itself. */
function linesOf(stdout: string) {
  const lines = stdout.split('\n').filter((line) => line !== '');
  const log = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Record<string, unknown>);
  return {
    failures: log.filter(({ level }) => Number(level) >= 50),
    printed: lines.filter((line) => !line.startsWith('{')),
  };
}

test('gives handlers the same values, whichever compiler has emitted their types', async () => {
  const expected = [
    [
      '/values/1.5/true/12345678901234567890/2026-11-25/x',
      200,
      [1.5, true, 'bigint 12345678901234567890', '2026-11-25T00:00:00.000Z', 'x'],
    ],
    ['/values/x/yes/1.5/never/x', 422, ['n type', 'b type', 'i type', 'd type']],
    ['/enums?sort=down&level=2', 200, ['down', 2]],
    ['/enums?sort=Down&level=High', 422, ['sort isEnum', 'level isEnum']],
    ['/search?level=2&ids=1&ids=2', 200, { sort: 'up', level: 2, ids: [1, 2] }],
    ['/search?sort=up&level=3&ids=x', 422, ['level type', 'ids.0 type']],
    ['/defaults', 200, [1, 'none']],
    ['/defaults?page=2&word=w', 200, [2, 'w']],
    ['/defaults?page=x', 422, ['page type']],
    [
      '/lists?ids=1&days=2026-11-25&days=2026-11-26',
      200,
      [[1], ['2026-11-25T00:00:00.000Z', '2026-11-26T00:00:00.000Z']],
    ],
    ['/lists?ids=x&days=x', 422, ['ids.0 type', 'days.0 type']],
    ['/tree', 201, [true, true, { size: 1, child: { size: 2 } }]],
    ['/tree', 422, ['#/child/size min']],
    ['/trees', 201, [true, true]],
    ['/trees', 422, ['#/1/size min', '#/1/size isInt']],
  ];
  expect(await answers()).toEqual(expected);
  expect(JSON.parse(run('values.js').stdout)).toEqual(expected);
});

test('names the request that has left a rejection to nobody', () => {
  const { status, stdout } = run('rejections.js');
  expect(status).toBe(1);
  const line = JSON.parse(stdout.split('\n').find((each) => each.includes('"level":60')) ?? '{}') as object;
  expect(line).toMatchObject({
    reqId: expect.any(String),
    handler: 'Careless.careless',
    msg: 'Careless.careless has left a rejection that nobody handles.',
    err: { message: 'nobody waits for this' },
  });
});

test('loads no client of HTTP for an application that has no use for it', () => {
  expect(run('loaded.js').stdout).toBe('[]\n');
});

test('keeps no descriptor of clients that have gone away', () => {
  expect(JSON.parse(run('aborts.js').stdout)).toEqual({ more: 0, connections: 0 });
});

test('logs a rejection that a request has left to nobody, and goes on', () => {
  const { status, stdout } = run('lost-rejections.js', 'request');
  const { failures, printed } = linesOf(stdout);
  const careless = {
    level: 50,
    reqId: expect.any(String),
    handler: 'Careless.careless',
    msg: 'Careless.careless has left a rejection that nobody handles.',
    err: expect.objectContaining({ message: 'nobody waits for this', stack: expect.any(String) }),
  };
  const sorted = failures.toSorted((a, b) => String(a['msg']).localeCompare(String(b['msg'])));
  expect(sorted).toMatchObject([
    careless,
    careless,
    { handler: 'Careless.withoutError', msg: 'Careless.withoutError has left a rejection that nobody handles.' },
    { msg: 'GET /raw has left a rejection that nobody handles.', err: { message: 'of a raw route' } },
  ]);
  // There while a port is open, once for both applications, and gone with the last one.
  expect(printed).toEqual(['alive: fine', 'listeners: 0 0 1 1 0']);
  expect(status).toBe(0);
});

test('ends by such a rejection where the application wants to, and says of which route it was', () => {
  const { status, stdout, stderr } = run('lost-rejections.js', 'exit');
  expect(linesOf(stdout).failures).toMatchObject([{ level: 60, handler: 'Careless.careless' }]);
  expect(stderr).toContain('Error: nobody waits for this');
  expect(status).toBe(1);
});

test('leaves a rejection that belongs to no request to Node', () => {
  const { status, stdout, stderr } = run('lost-rejections.js', 'outside');
  expect(status).toBe(1);
  expect(stderr).toContain('Error: outside');
  expect(linesOf(stdout)).toEqual({ failures: [], printed: [] });
});

test('leaves it to Node in the way that its flags say', () => {
  const { status, stdout, stderr } = run('lost-rejections.js', 'outside', ['--unhandled-rejections=warn']);
  expect(stderr).toContain('UnhandledPromiseRejectionWarning');
  expect(linesOf(stdout).printed).toEqual(['listeners: 0 0 1 1 0']);
  expect(status).toBe(0);
});

test('lets the application itself hear of all of them', () => {
  const { status, stdout } = run('lost-rejections.js', 'own listener');
  const { failures, printed } = linesOf(stdout);
  expect(printed[0]).toBe('own: Error: outside');
  expect(printed.filter((line) => line === 'own: Error: nobody waits for this')).toHaveLength(2);
  expect(failures).toHaveLength(4);
  expect(status).toBe(0);
});
