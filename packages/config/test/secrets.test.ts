import { format, inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import {
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Length,
  Matches,
  registerDecorator,
  type ValidationArguments,
  ValidateNested,
} from 'class-validator';
import fc from 'fast-check';
import { Configuration, describeConfiguration, Parse, Secret } from '@tenon/config';
import { bootWith, faultOf, loadWith } from './load-with.js';

class Key {
  @IsString() id = 'main';
  @IsString() material!: string;
}

class Account {
  @IsString() user = 'app';
  @Secret() @IsString() token!: string;
}

@Configuration({ prefix: 'VAULT_' })
class VaultConfig {
  @IsUrl({ require_tld: false, protocols: ['redis'] }) url = 'redis://localhost';
  @Secret() @IsString() password!: string;
  @Secret() @IsOptional() @IsString({ each: true }) spare?: string[];
  @Secret() @ValidateNested() key!: Key;
  @ValidateNested() account!: Account;

  get dsn(): string {
    return `vault:${this.password}`;
  }
}

const SECRETS = ['hunter2', 'one-spare', 'two-spare', 'key-material', 'my-token', 'url-pass'];
const GIVEN = {
  VAULT_URL: 'redis://app:url-pass@cache:6379/0',
  VAULT_PASSWORD: 'hunter2',
  VAULT_SPARE: 'one-spare,two-spare',
  VAULT_KEY_MATERIAL: 'key-material',
  VAULT_ACCOUNT_TOKEN: 'my-token',
};

test('gives secrets to who reads them', async () => {
  const config = await loadWith(VaultConfig, GIVEN);
  expect(config.password).toBe('hunter2');
  expect(config.spare).toEqual(['one-spare', 'two-spare']);
  expect(config.key.material).toBe('key-material');
  expect(config.account.token).toBe('my-token');
  expect(config.dsn).toBe('vault:hunter2');
  expect(config.url).toBe('redis://app:url-pass@cache:6379/0');
  expect(Object.assign({}, config).password).toBe('hunter2');
});

test.each<[string, (config: object) => string]>([
  ['console.log', (config) => format(config)],
  ['%o', (config) => format('%o', config)],
  ['%O', (config) => format('%O', config)],
  ['%j', (config) => format('%j', config)],
  ['inspect', (config) => inspect(config, { depth: Infinity, getters: true })],
  ['inspect of what holds it', (config) => inspect({ deep: [{ config }] }, { depth: Infinity })],
  ['JSON.stringify', (config) => JSON.stringify({ config }, undefined, 2)],
])('never shows them by %s', async (_name, print) => {
  const text = print(await loadWith(VaultConfig, GIVEN));
  for (const secret of SECRETS) expect(text).not.toContain(secret);
  expect(text).toContain('••••');
});

test('prints the rest as it is', async () => {
  const config = await loadWith(VaultConfig, GIVEN);
  expect(inspect(config)).toMatchGolden('printed-instance');
  expect(JSON.parse(JSON.stringify(config))).toEqual({
    url: 'redis://app:••••@cache:6379/0',
    password: '••••',
    spare: '••••',
    key: '••••',
    account: { user: 'app', token: '••••' },
  });
  expect(inspect({ deep: { deeper: { config } } })).toContain('[VaultConfig]');
});

test('shows that a secret is not there', async () => {
  const { VAULT_SPARE: _spare, ...environment } = GIVEN;
  expect(inspect(await loadWith(VaultConfig, environment))).toContain('spare: undefined');
});

test('lists them masked', async () => {
  await using context = await bootWith(VaultConfig, { environment: GIVEN });
  expect(String(describeConfiguration(context))).toMatchGolden('described');
  expect(JSON.stringify(describeConfiguration(context))).not.toMatch(new RegExp(SECRETS.join('|')));
});

test('never shows them in what the application tells of itself', async () => {
  await using context = await bootWith(VaultConfig, { environment: GIVEN });
  const text = `${context.explain(VaultConfig).toString()} ${context.graph().toMermaid()} ${inspect(context.graph(), { depth: 5 })}`;
  for (const secret of SECRETS) expect(text).not.toContain(secret);
});

/** A check of any verdict whose message tells all that it can see. */
function Tells(tell: (args: ValidationArguments) => string, isThrown = false) {
  return (prototype: object, propertyName: string): void =>
    registerDecorator({
      name: 'tells',
      target: prototype.constructor,
      propertyName,
      options: { message: tell },
      validator: {
        validate: (_value, args) => {
          if (isThrown && args) throw new Error(tell(args));
          return false;
        },
      },
    });
}

const all = ({ value, object }: ValidationArguments): string =>
  `${JSON.stringify(value)} of ${Object.values(object).join()} ${String((object as { dsn?: unknown }).dsn)}`;

test('never shows them in faults, whatever the checks say', async () => {
  class Inner {
    @Secret() @Tells(all) token!: string;
    @Secret() @Length(20, 30) @Matches(/^x$/, { message: '$property is $value' }) short!: string;
  }
  @Configuration()
  class Config {
    @Secret() @IsInt() pin = 0;
    @Secret() @IsInt({ each: true }) pins = [0];
    @Secret() @Parse(JSON.parse) @IsString() json = '';
    @Secret() @Tells(all) password!: string;
    @Tells(all) open = 'nothing secret';
    @Tells(({ object }) => (object as Config).inner.token) nosy = 'nothing secret';
    @ValidateNested() inner!: Inner;
    @IsInt() link = 0;
    get dsn(): string {
      return `${this.password}${this.inner?.token}`;
    }
  }
  const environment = {
    PIN: 'pin-1234x',
    PINS: '1,pins-5678x',
    JSON: '{json-secret}',
    PASSWORD: 'hunter2',
    INNER_TOKEN: 'token-secret',
    INNER_SHORT: 'short-secret',
    LINK: 'amqp://app:link@pass@host/x',
  };
  const error = await faultOf(Config, environment);
  expect(error.diagnostics).toHaveLength(9);
  const text = `${inspect(error, { depth: Infinity, showHidden: true })} ${inspect(error.diagnostics, { depth: Infinity })}`;
  for (const secret of ['pin-1234x', 'pins-5678x', 'json-s', 'hunter2', 'token-secret', 'short-secret', 'link@pass'])
    expect(text).not.toContain(secret);
  expect(error.message).toContain('short must be longer than or equal to 20 characters');
  expect(error.message).toContain('short is ••••');
  expect(error.message).not.toContain('•••••');
});

test('never shows what a check throws', async () => {
  @Configuration()
  class Config {
    @Secret() @Tells(all, true) thrown!: string;
    @Tells(all, true) open = 'nothing secret';
  }
  const error = await faultOf(Config, { THROWN: 'thrown-secret' });
  expect(error.diagnostics.map(({ code }) => code)).toEqual(['TENON_CONFIG_CHECK_FAILED', 'TENON_CONFIG_CHECK_FAILED']);
  expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain('thrown-secret');
  expect(inspect(error.diagnostics, { depth: Infinity })).not.toContain('thrown-secret');
});

test('never shows what a getter makes of them', async () => {
  @Configuration()
  class Config {
    @Secret() @IsString() password!: string;
    @Tells(({ value }) => `it is ${String(value)}`)
    get dsn(): string {
      return `db:${this.password}`;
    }
    @Secret()
    @Tells(({ value }) => `it is ${String(value)}`)
    get hash(): string {
      return 'hash-of-it';
    }
    @Secret()
    @IsString()
    get broken(): string {
      throw new Error(this.password);
    }
  }
  const { message, diagnostics } = await faultOf(Config, { PASSWORD: 'hunter2' });
  expect(diagnostics.map(({ code }) => code)).toEqual([
    'TENON_CONFIG_INVALID',
    'TENON_CONFIG_INVALID',
    'TENON_CONFIG_CHECK_FAILED',
  ]);
  expect(message).not.toMatch(/hunter2|hash-of-it/);
  expect(message).toContain('it is db:••••');
});

test('never shows the default of a secret', async () => {
  @Configuration()
  class Config {
    @Secret() @Length(20, 30) password = 'too-short';
  }
  expect((await faultOf(Config)).message).not.toContain('too-short');
});

test('hides the password of any URL, and only that', async () => {
  @Configuration()
  class Config {
    @IsString() text = '';
  }
  const word = fc.stringMatching(/^[a-z]{3,8}$/);
  const password = fc
    .string({ minLength: 1, unit: 'grapheme-ascii' })
    .filter((text) => !/\s/.test(text) && !/^\d+[/?#]/.test(text));
  await fc.assert(
    fc.asyncProperty(word, password, word, async (user, secret, host) => {
      const { text } = JSON.parse(
        JSON.stringify(await loadWith(Config, { TEXT: `x://${user}:${secret}@${host}/p` })),
      ) as Config;
      expect(text).toBe(`x://${user}:••••@${host}/p`);
    }),
    { numRuns: 100 },
  );
  const plain = 'https://localhost:3000/@scope/name, mailto:a@b.org, http://user@host:80/';
  expect(JSON.parse(JSON.stringify(await loadWith(Config, { TEXT: plain })))).toEqual({ text: plain });
});
