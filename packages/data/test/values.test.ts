import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ApplicationContext, createContext, Module } from '@tenon/core';
import { DataModule, Database, Entity, PrimaryKey, Property, type Opt } from '@tenon/data';
import fc from 'fast-check';
import { onEachDatabase } from './support/databases.js';

@Entity()
class Sample {
  @PrimaryKey() id!: number;
  @Property({ type: 'text', nullable: true }) text?: string;
  @Property({ type: 'bigint', nullable: true }) large?: bigint;
  @Property({ type: 'double', nullable: true }) real?: number;
  @Property({ nullable: true }) flag?: boolean;
  @Property({ nullable: true }) moment?: Date;
  @Property({ type: 'datetime', length: 3, nullable: true }) other: Opt<Date> | null = null;
  @Property({ type: 'json', nullable: true }) data?: unknown;
  @Property({ nullable: true }) bytes?: Uint8Array;
  @Property({ type: 'integer' }) count: Opt<number> = 0;
  @Property({ type: 'integer', version: true }) version!: Opt<number>;
}

onEachDatabase('values', ({ create }) => {
  let context: ApplicationContext;
  let database: Database;

  beforeAll(async () => {
    @Module({ imports: [DataModule.with({ entities: [Sample], url: await create() })] })
    class AppModule {}
    context = await createContext(AppModule);
    database = context.get(Database);
    await database.orm.schema.create();
  });
  afterAll(() => context.close());

  /** Stores a sample, and gives it as another request finds it by one of its values. */
  async function stored(values: Partial<Sample>, where: Partial<Sample> = values): Promise<Sample> {
    const { id } = await database.transaction(async (em) => em.create(Sample, values));
    return await database.unitOfWork(() => database.em.findOneOrFail(Sample, { ...where, id }));
  }

  test('come back as they went, whatever a text has in it', async () => {
    const texts = fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => !text.includes('\0'));
    const sql = fc.constantFrom(
      "'",
      '"',
      '`',
      '\\',
      '?',
      '??',
      '$1',
      ':text',
      '--',
      ';',
      '/*',
      '%',
      '_',
      '{',
      "''",
      '\n',
    );
    const hostile = fc.array(fc.oneof(texts, sql), { maxLength: 8 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        expect((await stored({ text })).text).toBe(text);
      }),
      { numRuns: 50 },
    );
    expect(await database.unitOfWork(() => database.em.count(Sample))).toBeGreaterThanOrEqual(50);
  });

  test('keep integers beyond those of numbers', async () => {
    for (const large of [0n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n) + 1n]) {
      expect((await stored({ large })).large).toBe(large);
    }
  });

  test('keep numbers, truth, moments, JSON and bytes', async () => {
    const moment = new Date('2026-11-26T07:30:00.123Z');
    const data = { text: "it's", list: [1, null, { deep: true }] };
    const bytes = Uint8Array.from([0, 1, 39, 92, 255]);
    const found = await stored({ real: 0.1, flag: true, moment, data, bytes }, { flag: true });
    expect(found.real).toBe(0.1);
    expect(found.flag).toBe(true);
    expect(found.moment?.getTime()).toBe(moment.getTime());
    expect(found.data).toEqual(data);
    expect(Uint8Array.from(found.bytes ?? [])).toEqual(bytes);
  });

  test('are not written anew by a flush where nothing has changed', async () => {
    const moment = new Date('2026-11-26T07:30:00.123Z');
    const values = { text: 'a', large: 7n, real: 0.1, flag: true, moment, other: moment, data: { b: 1, a: [null] } };
    const { id } = await stored({ ...values, bytes: Uint8Array.from([1, 2]) }, { flag: true });
    await database.transaction((em) => em.findOneOrFail(Sample, id));
    const found = await database.unitOfWork(() => database.em.findOneOrFail(Sample, id));
    expect(found).toMatchObject({ other: moment, version: 1 });
    await database.transaction(async (em) => {
      const sample = await em.findOneOrFail(Sample, id);
      sample.other = new Date(0);
    });
    const changed = await database.unitOfWork(() => database.em.findOneOrFail(Sample, id));
    expect(changed).toMatchObject({ other: new Date(0), version: 2 });
  });

  test.each([
    ['a NUL character', { text: 'a\0b' }],
    ['half of a surrogate pair', { text: 'a\ud800b' }],
    ['what is no number', { real: Number.NaN }],
    ['what is infinite', { real: Number.POSITIVE_INFINITY }],
    ['an invalid date', { moment: new Date(Number.NaN) }],
  ])('are refused before they are part of a statement: %s', async (_, values) => {
    await expect(stored(values)).rejects.toMatchObject({ code: 'REFUSED_VALUE' });
    await expect(
      database.unitOfWork(() => database.em.find(Sample, { $or: [values, { id: { $in: [1, 2] } }] })),
    ).rejects.toMatchObject({ code: 'REFUSED_VALUE' });
  });
});
