import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { pause, Wire } from '../support/socket.js';
import { NO_TEXT, PROTOTYPE_NAMES, TOO_MUCH } from './cases/bodies.js';
import { CONTENT_TYPES } from './cases/content-types.js';
import { CHUNKINGS, HOSTS, LENGTHS, LINES } from './cases/framings.js';
import { GUARDED_PATHS } from './cases/paths.js';
import { ENTRY, framed, get, post } from './cases/requests.js';
import { type Case, namesIn, repliesTo, sendAll, survive, type Target } from './target.js';

/** Tests that a guest book survives whatever is sent to it. */
export function testHostility(start: () => Promise<Target>): void {
  let target: Target;

  // The machine may be busy with something else.
  jest.setTimeout(60_000);

  beforeAll(async () => {
    target = await start();
    // What is compiled when it is first used, is so before anything is measured.
    const warm: Case[] = [
      ['an entry', post(ENTRY), [201]],
      ['no entry', post('{}'), [422]],
      ['nothing', get('/'), [404]],
    ];
    for (let round = 0; round < 20; round++) await sendAll(target, warm);
  });

  afterAll(() => target.close());

  beforeEach(async () => {
    await namesIn(target);
  });

  test.each<[string, readonly Case[]]>([
    ['lengths of bodies', LENGTHS],
    ['chunks', CHUNKINGS],
    ['lines of a request', LINES],
  ])('serves no request that is hidden in another one by %s', async (_, cases) => {
    expect(await survive(target, () => sendAll(target, cases))).toEqual(repliesTo(cases));

    expect(await namesIn(target)).not.toContain('smuggled');
  });

  test('serves no request whose host is not one', async () => {
    expect(await survive(target, () => sendAll(target, HOSTS))).toEqual(repliesTo(HOSTS));
  });

  test('lets nobody past a guard, however a path is written', async () => {
    const before = await namesIn(target);

    expect(await survive(target, () => sendAll(target, GUARDED_PATHS))).toEqual(repliesTo(GUARDED_PATHS));

    expect(await namesIn(target)).toEqual(before);
  });

  test('lets nothing that is not valid reach a handler, whatever its content type', async () => {
    const before = await namesIn(target);

    expect(await survive(target, () => sendAll(target, CONTENT_TYPES))).toEqual(repliesTo(CONTENT_TYPES));

    expect(await namesIn(target)).toEqual(before);
  });

  test('takes no name for that of a prototype', async () => {
    expect(await survive(target, () => sendAll(target, PROTOTYPE_NAMES))).toEqual(repliesTo(PROTOTYPE_NAMES));

    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test.each(TOO_MUCH)('holds nobody up with %s', async (...each) => {
    expect(await survive(target, () => sendAll(target, [each]))).toEqual(repliesTo([each]));
  });

  test('takes no text that is none', async () => {
    expect(await survive(target, () => sendAll(target, NO_TEXT))).toEqual(repliesTo(NO_TEXT));

    expect((await namesIn(target)).filter((name) => !name.isWellFormed() || name.includes('\ufffd'))).toEqual([]);
  });

  test('goes on when clients go away in the middle', async () => {
    const whole = post(ENTRY);
    const chunks = framed('Transfer-Encoding: chunked\r\n', `19\r\n${ENTRY}\r\n0\r\n\r\n`);
    const cuts = [whole, chunks].flatMap((text) =>
      [1, 10, 40, 70, text.length - 12, text.length - 1, text.length].map((end) => text.slice(0, end)),
    );

    const gone = await survive(target, () =>
      Promise.all(cuts.flatMap((text) => WAYS.map((how) => goAway(target, text, how)))),
    );

    expect(gone).toHaveLength(cuts.length * WAYS.length);
  });
}

const WAYS = ['end', 'destroy', 'reset'] as const;

/** Writes something and goes away: by its end, by closing, or by a reset. */
async function goAway({ port }: Target, text: string, how: (typeof WAYS)[number]): Promise<void> {
  const wire = new Wire(port);
  wire.write(text);
  await pause(10);
  if (how === 'end') wire.socket.end();
  else if (how === 'destroy') wire.socket.destroy();
  else wire.socket.resetAndDestroy();
  await wire.closed();
}
