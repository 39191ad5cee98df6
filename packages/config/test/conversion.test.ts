import { expect, test } from '@jest/globals';
import {
  Allow,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsDate,
  IsEmail,
  IsEnum,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  Min,
  MinDate,
} from 'class-validator';
import fc from 'fast-check';
import { Configuration, Parse } from '@tenon/config';
import { faultOf, loadWith } from './load-with.js';

enum Mode {
  Fast = 'fast',
  Safe = 'safe',
}
enum Level {
  Low,
  High = 10,
  Odd = -1,
}

@Configuration()
class Everything {
  @Allow() text!: string;
  @Allow() count!: number;
  @Allow() flag!: boolean;
  @Allow() big!: bigint;
  @Allow() day!: Date;
  @Allow() link!: URL;
  @IsEnum(Mode) mode!: Mode;
  @IsEnum(Level) level!: Level;
  @IsIn([1, 2, 'auto']) workers!: number | string;
  @IsString({ each: true }) names!: string[];
  @IsInt({ each: true }) ports!: number[];
  @IsEnum(Mode, { each: true }) modes!: Mode[];
  @Parse(JSON.parse) @IsObject() labels!: Record<string, string>;
}

const GIVEN: Readonly<Record<string, string>> = {
  TEXT: ' as it stands ',
  COUNT: '-1.5',
  FLAG: 'true',
  BIG: '9007199254740993',
  DAY: '2026-01-31',
  LINK: 'https://example.org/a',
  MODE: 'fast',
  LEVEL: '10',
  WORKERS: '2',
  NAMES: 'a, b ,c d',
  PORTS: '80,443',
  MODES: 'safe,fast',
  LABELS: '{"tier":"gold"}',
};

test('makes of each variable what its property is', async () => {
  expect(await loadWith(Everything, GIVEN)).toEqual({
    text: ' as it stands ',
    count: -1.5,
    flag: true,
    big: 9007199254740993n,
    day: new Date('2026-01-31T00:00:00Z'),
    link: new URL('https://example.org/a'),
    mode: Mode.Fast,
    level: Level.High,
    workers: 2,
    names: ['a', 'b', 'c d'],
    ports: [80, 443],
    modes: [Mode.Safe, Mode.Fast],
    labels: { tier: 'gold' },
  });
});

test.each([
  ['COUNT', '12', 12],
  ['COUNT', '0', 0],
  ['COUNT', '-0', 0],
  ['COUNT', '0.25', 0.25],
  ['COUNT', '9007199254740991', Number.MAX_SAFE_INTEGER],
  ['FLAG', 'false', false],
  ['FLAG', '1', true],
  ['FLAG', '0', false],
  ['BIG', '-12', -12n],
  ['DAY', '2024-02-29', new Date('2024-02-29T00:00:00Z')],
  ['DAY', '2026-01-31T09:30Z', new Date('2026-01-31T09:30:00Z')],
  ['DAY', '2026-01-31T09:30:15.250+02:00', new Date('2026-01-31T07:30:15.250Z')],
  ['LEVEL', 'Low', Level.Low],
  ['LEVEL', '0', Level.Low],
  ['LEVEL', '-1', Level.Odd],
  ['WORKERS', 'auto', 'auto'],
  ['NAMES', 'one', ['one']],
])('reads %s=%s', async (variable, text, value) => {
  const config: object = await loadWith(Everything, { ...GIVEN, [variable]: text });
  expect((config as Record<string, unknown>)[variable.toLowerCase()]).toStrictEqual(value);
});

test.each([
  ...[
    ' ',
    '0x10',
    'abc',
    'Infinity',
    'NaN',
    '1e999',
    '1e3',
    '1,5',
    '1_000',
    '+1',
    '.5',
    '5.',
    '007',
    ' 12',
    '12\n',
  ].map((text) => ['COUNT', text]),
  ['COUNT', '9007199254740993'],
  ['COUNT', '9'.repeat(400)],
  ['COUNT', `${'9'.repeat(400)}.5`],
  ...['TRUE', 'yes', 'no', 'on', 'off', 'y', '2', ' true'].map((text) => ['FLAG', text]),
  ...['1.5', '0x10', '1n', 'abc'].map((text) => ['BIG', text]),
  ...['2026', '2026-02-30', '2025-02-29', '2026-13-01', '2026-00-10', '2026-01-31T09:30:00', '2026-01-31T24:00Z'].map(
    (text) => ['DAY', text],
  ),
  ...['2026-01-31T09:60Z', '2026-01-31T09:30+25:00', '31.1.2026', 'now', '1769851800000'].map((text) => ['DAY', text]),
  ...['example.org', '/path', 'http://'].map((text) => ['LINK', text]),
  ...['Fast', 'FAST', 'slow'].map((text) => ['MODE', text]),
  ...['low', '1', 'constructor'].map((text) => ['LEVEL', text]),
  ['WORKERS', '3'],
  ...['a,,b', 'a,', ','].map((text) => ['NAMES', text]),
  ...['80,http', '80;443', '[80]'].map((text) => ['PORTS', text]),
  ['MODES', 'safe,slow'],
  ['LABELS', '{tier}'],
])('refuses %s=%j', async (variable, text) => {
  const { diagnostics } = await faultOf(Everything, { ...GIVEN, [variable]: text });
  expect(diagnostics.map(({ code }) => code)).toEqual(['TENON_CONFIG_NOT_CONVERTIBLE']);
  expect(diagnostics[0]?.message).toContain(variable);
});

@Configuration()
class Numbers {
  @Allow() value!: number;
  @Allow() big = 0n;
}

test('reads every safe whole number as it is written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.maxSafeInteger(), async (value) => {
      const config = await loadWith(Numbers, { VALUE: String(value), BIG: String(value) });
      expect(config.value).toBe(value);
      expect(config.big).toBe(BigInt(value));
    }),
    { numRuns: 50 },
  );
});

test('reads a number exactly as JSON does, but for an exponent, or not at all', async () => {
  const text = fc.oneof(fc.stringMatching(/^[-+0-9.eExX_ ]{1,6}$/), fc.double().map(String));
  await fc.assert(
    fc.asyncProperty(text, async (value) => {
      let expected: unknown;
      try {
        expected = /[eE\s]/.test(value) ? undefined : JSON.parse(value);
      } catch {
        expected = undefined;
      }
      const loaded = await loadWith(Numbers, { VALUE: value }).then(
        (config) => config.value,
        () => undefined,
      );
      const isInexact = typeof expected === 'number' && Number.isInteger(expected) && !Number.isSafeInteger(expected);
      expect(loaded).toBe(isInexact ? undefined : expected === 0 ? 0 : expected);
    }),
    { numRuns: 200 },
  );
});

@Configuration()
class Texts {
  @IsString({ each: true }) list!: string[];
  @Allow() day!: Date;
}

test('reads every list that has no commas or blanks at the ends of its elements', async () => {
  const element = fc.string({ minLength: 1 }).filter((text) => !text.includes(',') && text.trim() === text);
  await fc.assert(
    fc.asyncProperty(fc.array(element, { minLength: 1 }), async (list) => {
      const config = await loadWith(Texts, { LIST: list.join(' , '), DAY: '2026-01-01' });
      expect(config.list).toEqual(list);
    }),
    { numRuns: 50 },
  );
});

test('reads every date as toISOString writes it', async () => {
  const day = fc.date({
    min: new Date('0000-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  });
  await fc.assert(
    fc.asyncProperty(day, async (date) => {
      const config = await loadWith(Texts, { LIST: 'a', DAY: date.toISOString() });
      expect(config.day).toEqual(date);
      const short = await loadWith(Texts, { LIST: 'a', DAY: date.toISOString().slice(0, 10) });
      expect(short.day.toISOString()).toBe(`${date.toISOString().slice(0, 10)}T00:00:00.000Z`);
    }),
    { numRuns: 50 },
  );
});

test('takes the type from the checks where the compiler emits none', async () => {
  @Configuration()
  class Config {
    @IsOptional() @IsInt() max: number | null = null;
    @IsOptional() @IsBoolean() on: boolean | null = null;
    @IsOptional() @IsEmail() mail: string | null = null;
    @IsOptional() @IsDate() since: Date | null = null;
    @IsOptional() @MinDate(new Date(0)) until: Date | null = null;
    @IsOptional() @Min(1) least: number | undefined;
    @IsOptional() @IsNumber({}, { each: true }) list: number[] | null = null;
    @IsOptional() @ArrayMinSize(1) @MaxLength(5, { each: true }) words: string[] | null = null;
  }
  const environment = { MAX: '5', ON: '0', MAIL: 'a@b.org', SINCE: '2026-01-01', UNTIL: '2026-01-02', LEAST: '7' };
  expect(await loadWith(Config, { ...environment, LIST: '1,2', WORDS: 'a,b' })).toEqual({
    max: 5,
    on: false,
    mail: 'a@b.org',
    since: new Date('2026-01-01'),
    until: new Date('2026-01-02'),
    least: 7,
    list: [1, 2],
    words: ['a', 'b'],
  });
});

test('takes the type from the default where nothing else tells it', async () => {
  @Configuration()
  class Config {
    @Allow() count = 1;
    @Allow() on = false;
    @Allow() name = 'a';
    @Allow() big = 1n;
    @Allow() link = new URL('https://example.org');
    @Allow() since = new Date(0);
    @IsArray() ports = [80];
  }
  const environment = {
    COUNT: '2',
    ON: '1',
    NAME: '3',
    BIG: '4',
    LINK: 'https://a.b',
    SINCE: '2026-01-01',
    PORTS: '5,6',
  };
  expect(await loadWith(Config, environment)).toEqual({
    count: 2,
    on: true,
    name: '3',
    big: 4n,
    link: new URL('https://a.b'),
    since: new Date('2026-01-01'),
    ports: [5, 6],
  });
});

class Plain {}
class Union {
  @Allow() value: number | null = null;
}
class AnyList {
  @IsArray() value!: unknown[];
}
class MixedList {
  @IsArray() value = [1, 'a'];
}
class WithMap {
  @Allow() value = new Map<string, string>();
}
class WithBuffer {
  @Allow() value!: Buffer;
}
class WithPlain {
  @Allow() value!: Plain;
}

test.each([
  ['a union without a check', Union],
  ['a list of anything', AnyList],
  ['a list whose default is of two types', MixedList],
  ['a Map', WithMap],
  ['a Buffer', WithBuffer],
  ['a class without decorators', WithPlain],
])('refuses to guess what %s is', async (_name, type) => {
  Configuration()(type);
  expect((await faultOf(type, { VALUE: '1' })).code).toBe('TENON_CONFIG_UNKNOWN_TYPE');
});

test('counts an empty variable as not set, unless a text must be set', async () => {
  @Configuration()
  class Config {
    @IsInt() count = 5;
    @IsString() name = 'standard';
    @IsOptional() @IsString() nick?: string;
    @IsString() note!: string;
    @IsString({ each: true }) list = ['a'];
  }
  const config = await loadWith(Config, { COUNT: '', NAME: '', NICK: '', NOTE: '', LIST: '' });
  expect(config).toEqual({ count: 5, name: 'standard', nick: undefined, note: '', list: ['a'] });
  const { code } = await faultOf(Everything, { ...GIVEN, COUNT: '' });
  expect(code).toBe('TENON_CONFIG_MISSING');
});

test('gives the text of a variable to the function of @Parse, and its result to the checks', async () => {
  @Configuration()
  class Config {
    @Parse((text) => Number(text.replace(/s$/, '')) * 1000) @IsInt() @Min(500) timeoutMs = 100_000;
  }
  expect((await loadWith(Config, { TIMEOUT_MS: '30s' })).timeoutMs).toBe(30_000);
  expect((await loadWith(Config)).timeoutMs).toBe(100_000);
  expect((await faultOf(Config, { TIMEOUT_MS: '0s' })).message).toContain('must not be less than 500');
});

test('refuses a function of @Parse that gives a promise', async () => {
  @Configuration()
  class Config {
    @Parse((text) => Promise.reject(new Error(text))) @Allow() value: unknown = 1;
  }
  expect((await faultOf(Config, { VALUE: 'x' })).code).toBe('TENON_CONFIG_ASYNC');
});
