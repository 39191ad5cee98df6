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

function run(program: string) {
  const { NODE_OPTIONS: _options, LOG_LEVEL: _level, ...env } = process.env;
  return spawnSync(process.execPath, [join(folder, program), 'print'], { encoding: 'utf8', env });
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

test('keeps no descriptor of clients that have gone away', () => {
  expect(JSON.parse(run('aborts.js').stdout)).toEqual({ more: 0, connections: 0 });
});
