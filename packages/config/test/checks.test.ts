import { expect, test } from '@jest/globals';
import * as classValidator from 'class-validator';
import {
  Allow,
  ArrayMaxSize,
  ArrayUnique,
  Contains,
  Equals,
  IsBoolean,
  IsDefined,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsPositive,
  IsString,
  IsUrl,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  registerDecorator,
  Validate,
  ValidateIf,
  type ValidationArguments,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { Configuration } from '@tenon/config';
import { createContext, Inject, Injectable, Module } from '@tenon/core';
import { failureOf, faultOf, loadWith } from './load-with.js';

/** A check made by hand. */
function Passes(verdict: (value: unknown, args?: ValidationArguments) => unknown, message?: string) {
  return (prototype: object, propertyName: string): void =>
    registerDecorator({
      name: 'passes',
      target: prototype.constructor,
      propertyName,
      ...(message !== undefined && { options: { message } }),
      validator: { validate: verdict as () => boolean },
    });
}

class Checked {
  @IsInt() @Min(10) @Max(20) count = 0;
  @IsInt() @IsPositive() ratio = 0;
  @IsEmail() mail = '';
  @Length(3, 5) short = '';
  @MaxLength(2) @Matches(/^\d+$/, { message: '$property of $target: "$value" is not like $constraint1' }) code = '';
  @IsUrl({ protocols: ['https'] }) link = '';
  @Contains('x', { message: ({ value, constraints }) => `${String(value)} lacks ${String(constraints[0])}` }) text = '';
  @IsInt({ each: true }) @Max(5, { each: true }) @ArrayMaxSize(2) @ArrayUnique() list: number[] = [];
  @IsString({ each: true }) @Length(2, 3, { each: true }) words: string[] = [];
  @IsDefined() @Equals('a') letter = '';
  @IsOptional() @IsEmail() other?: string;
  @ValidateIf((checked: Checked) => checked.count > 100) @IsEmail() conditional?: string;
  @Validate(classValidatorClass()) @Passes(() => false) custom = '';
}

function classValidatorClass() {
  @ValidatorConstraint({ name: 'even' })
  class Even implements ValidatorConstraintInterface {
    validate(value: unknown): boolean {
      return String(value).length % 2 === 0;
    }
    defaultMessage({ property }: ValidationArguments): string {
      return `${property} ($value) has an odd length`;
    }
  }
  return Even;
}

test.each([
  {},
  { COUNT: '5', RATIO: '1.5', MAIL: 'x', SHORT: 'ab', CODE: 'abc', LINK: 'http://a.org', TEXT: 'y', LETTER: 'b' },
  { COUNT: '101', RATIO: '-1', SHORT: 'abcdef', CODE: '$1', LIST: '1,7,7', WORDS: 'a,bbb', CUSTOM: 'odd', OTHER: 'x' },
  { COUNT: '15', RATIO: '1', MAIL: 'a@b.org', SHORT: 'abc', CODE: '1', LINK: 'https://a.org', TEXT: 'x', LETTER: 'a' },
])('comes to the verdicts and messages of class-validator for %j', async (environment) => {
  // The same class and values, once by class-validator and once through an application.
  const plain = new Checked();
  const values = plain as unknown as Record<string, unknown>;
  for (const [name, text] of Object.entries(environment)) {
    const property = name.toLowerCase();
    values[property] = ['COUNT', 'RATIO'].includes(name) ? Number(text) : text;
    if (name === 'LIST') values[property] = text.split(',').map(Number);
    if (name === 'WORDS') values[property] = text.split(',');
  }
  if (plain.count > 100) plain.conditional = 'no mail';
  const expected = classValidator
    .validateSync(plain)
    .map(({ property, constraints }) => [property, Object.values(constraints ?? {})]);
  @Configuration()
  class Config extends Checked {}
  const { diagnostics } = await faultOf(Config, {
    ...environment,
    ...(plain.count > 100 && { CONDITIONAL: 'no mail' }),
  });

  expect(diagnostics).toHaveLength(expected.length);
  for (const [property, messages] of expected as [string, string[]][]) {
    const fault = diagnostics.find(({ where }) => where?.signature === `Config.${property}`);
    expect(fault?.code).toBe('TENON_CONFIG_INVALID');
    // Its order is that in which it keeps them by name; ours is that of the checks.
    for (const message of messages) expect(fault?.message).toContain(message.replace('Checked', 'Config'));
  }
});

test('reports what is wrong in all classes, beside what is wrong in the graph', async () => {
  class Missing {}
  @Configuration({ prefix: 'ONE_' })
  class One {
    @IsInt() size!: number;
    @IsString() name!: string;
  }
  @Configuration({ prefix: 'TWO_' })
  class Two {
    @IsInt() @Min(1) size = 0;
  }
  @Injectable()
  class Service {
    constructor(
      readonly missing: Missing,
      readonly one: One,
      readonly two: Two,
    ) {}
  }
  @Module({ providers: [Service] })
  class AppModule {}
  const { diagnostics } = await failureOf(createContext(AppModule));
  expect(diagnostics.map(({ code, path }) => [code, path])).toEqual([
    ['TENON_CONTAINER_UNKNOWN_DEPENDENCY', ['AppModule', 'Service', 'Missing']],
    ['TENON_CONFIG_MISSING', ['AppModule', 'Service', 'One']],
    ['TENON_CONFIG_MISSING', ['AppModule', 'Service', 'One']],
    ['TENON_CONFIG_INVALID', ['AppModule', 'Service', 'Two']],
  ]);
});

test('asks for what a condition asks for, with all other values in place', async () => {
  @Configuration()
  class Config {
    @ValidateIf((config: Config) => config.isSecure) @IsString() cert?: string;
    @IsBoolean() isSecure = false;
  }
  expect((await loadWith(Config)).cert).toBeUndefined();
  expect((await faultOf(Config, { IS_SECURE: '1' })).message).toContain('CERT is not set');
  expect((await loadWith(Config, { IS_SECURE: '1', CERT: 'x' })).cert).toBe('x');
});

test('checks getters once all values are right', async () => {
  @Configuration()
  class Config {
    @IsInt() first = 1;
    @IsInt() last = 9;
    @IsPositive({ message: 'last must not come before first' })
    get count(): number {
      return this.last - this.first + 1;
    }
  }
  expect((await loadWith(Config, { LAST: '3', COUNT: '100' })).count).toBe(3);
  expect((await faultOf(Config, { LAST: '0' })).message).toContain('last must not come before first');
  expect((await faultOf(Config, { LAST: 'x' })).diagnostics).toHaveLength(1);
});

test('refuses a property without a check, and lets methods and private fields be', async () => {
  @Configuration()
  class Config {
    @IsString() name = 'a';
    readonly #cache = new Map<string, string>();
    static count = 1;
    size = 1;
    greet = (): string => `${this.name}${this.#cache.size}`;
  }
  const { diagnostics } = await faultOf(Config);
  expect(diagnostics.map(({ code, where }) => [code, where?.signature])).toEqual([
    ['TENON_CONFIG_UNDECORATED', 'Config.size'],
  ]);
});

test('takes any value with @Allow()', async () => {
  @Configuration()
  class Config {
    @Allow() anything = 'a';
  }
  expect((await loadWith(Config, { ANYTHING: ' b' })).anything).toBe(' b');
});

@ValidatorConstraint({ name: 'reachable', async: true })
class Reachable implements ValidatorConstraintInterface {
  validate(): Promise<boolean> {
    return Promise.resolve(true);
  }
}

test('refuses checks that would have to be awaited, whether they say so or not', async () => {
  @Configuration()
  class Config {
    @Validate(Reachable) @Allow() declared = 'a';
    @Passes(() => Promise.resolve(true)) undeclared = 'a';
    @Passes(async () => Promise.reject(new Error('nobody waits for this'))) rejected = 'a';
  }
  const { diagnostics } = await faultOf(Config);
  expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'TENON_CONFIG_ASYNC: Config.declared waits for reachable, but configuration is read without waiting.',
    'TENON_CONFIG_ASYNC: Config.undeclared waits for passes, but configuration is read without waiting.',
    'TENON_CONFIG_ASYNC: Config.rejected waits for passes, but configuration is read without waiting.',
  ]);
});

test('reports a check or a condition that throws, with the cause', async () => {
  @Configuration()
  class Config {
    @Passes(() => {
      throw new Error('check is broken');
    })
    checked = 'a';
    @ValidateIf(() => {
      throw new Error('condition is broken');
    })
    @IsString()
    conditional!: string;
  }
  const { diagnostics } = await faultOf(Config);
  expect(diagnostics.map(({ code, cause }) => [code, (cause as Error).message])).toEqual([
    ['TENON_CONFIG_CHECK_FAILED', 'check is broken'],
    ['TENON_CONFIG_CHECK_FAILED', 'condition is broken'],
  ]);
});

test('does not report what throws for want of another value', async () => {
  @Configuration()
  class Config {
    @IsString() mode!: string;
    @ValidateIf((config: Config) => config.mode.startsWith('x')) @IsString() detail!: string;
    @IsString()
    get short(): string {
      return this.mode.slice(0, 1);
    }
  }
  const { diagnostics } = await faultOf(Config);
  expect(diagnostics.map(({ message }) => message)).toEqual(['MODE is not set.']);
  expect((await loadWith(Config, { MODE: 'y' })).short).toBe('y');
});

test('reports a getter that throws', async () => {
  @Configuration()
  class Config {
    @IsString() host = 'a';
    @IsString()
    get url(): string {
      throw new Error(`no URL of ${this.host}`);
    }
  }
  const { code, message } = await faultOf(Config);
  expect(code).toBe('TENON_CONFIG_CHECK_FAILED');
  expect(message).toMatch(/The getter of Config\.url threw\.[^]*no URL of a/);
});

test('refuses a property that has decorators, but no check', async () => {
  @Injectable()
  class Clock {}
  @Configuration()
  class Config {
    @Inject() clock!: Clock;
  }
  expect((await faultOf(Config)).code).toBe('TENON_CONFIG_UNDECORATED');
});

test('says that it is the default which does not pass', async () => {
  @Configuration()
  class Config {
    @IsIn(['a', 'b']) letter = 'c';
  }
  expect((await faultOf(Config)).message).toContain(
    "LETTER is not set, and the default of Config.letter, 'c', does not pass",
  );
});

test('takes the instance from a class whose constructor throws for a fault of the constructor', async () => {
  @Configuration()
  class Config {
    @IsString() name = nothing();
  }
  function nothing(): string {
    throw new Error('no default');
  }
  expect((await faultOf(Config)).code).toBe('TENON_CONTAINER_CONSTRUCTOR_FAILED');
});
