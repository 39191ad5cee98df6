import { expect, test } from '@jest/globals';
import {
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  MinLength,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { Configuration, Secret, Variable } from '@tenon/config';
import { faultOf, loadWith } from './load-with.js';

class Pool {
  @IsInt() min = 1;
  @IsInt() max = 10;
}

class Tls {
  @IsString() @MinLength(3) cert!: string;
  @Secret() @IsString() key!: string;
  @ValidateNested() pool = new Pool();
}

@Configuration({ prefix: 'DB_' })
class DatabaseConfig {
  @ValidateNested() readPool = new Pool();
  @IsOptional() @ValidateNested() tls?: Tls;
}

const TLS = { DB_TLS_CERT: 'cert', DB_TLS_KEY: 'key' };

test('reads a group from variables that begin with its name, and groups in it likewise', async () => {
  const config = await loadWith(DatabaseConfig, { ...TLS, DB_READ_POOL_MAX: '20', DB_TLS_POOL_MIN: '3' });
  expect(config.readPool).toBeInstanceOf(Pool);
  expect(config.readPool).toEqual({ min: 1, max: 20 });
  expect(config.tls).toBeInstanceOf(Tls);
  expect(config.tls?.pool).toEqual({ min: 3, max: 10 });
});

test('leaves an optional group out when none of its variables is set', async () => {
  expect((await loadWith(DatabaseConfig)).tls).toBeUndefined();
});

test('checks the whole of an optional group when one of its variables is set', async () => {
  const { diagnostics } = await faultOf(DatabaseConfig, { DB_TLS_CERT: 'ab', DB_TLS_POOL_MIN: 'x' });
  expect(diagnostics.map(({ code, where }) => `${code} ${where?.signature}`)).toEqual([
    'TENON_CONFIG_INVALID DatabaseConfig.tls.cert',
    'TENON_CONFIG_MISSING DatabaseConfig.tls.key',
    'TENON_CONFIG_NOT_CONVERTIBLE DatabaseConfig.tls.pool.min',
  ]);
});

test('makes a group that must be there, and asks for what it lacks', async () => {
  @Configuration()
  class Config {
    @ValidateNested() tls!: Tls;
  }
  const { diagnostics } = await faultOf(Config, { TLS_CERT: 'cert' });
  expect(diagnostics.map(({ message }) => message)).toEqual(['TLS_KEY is not set.']);
});

test('takes the values of a default for the defaults of the group, and leaves the default as it was', async () => {
  const shared = Object.freeze(Object.assign(new Pool(), { min: 5, max: 50 }));
  @Configuration()
  class Config {
    @ValidateNested() pool = shared;
  }
  expect((await loadWith(Config, { POOL_MAX: '60' })).pool).toEqual({ min: 5, max: 60 });
  expect(shared).toEqual({ min: 5, max: 50 });
});

test('needs a group as long as a condition says so', async () => {
  @Configuration()
  class Config {
    @IsBoolean() isSecure = false;
    @ValidateIf((config: Config) => config.isSecure) @ValidateNested() tls?: Tls;
  }
  expect((await loadWith(Config)).tls).toBeUndefined();
  const { diagnostics } = await faultOf(Config, { IS_SECURE: 'true' });
  expect(diagnostics.map(({ message }) => message)).toEqual(['TLS_CERT is not set.', 'TLS_KEY is not set.']);
});

test('leaves an optional group out when all of its variables are empty', async () => {
  expect(
    (await loadWith(DatabaseConfig, { DB_TLS_CERT: '', DB_TLS_KEY: '', DB_TLS_POOL_MIN: '' })).tls,
  ).toBeUndefined();
});

test('runs the checks of a group as a whole once all in it is right', async () => {
  @Configuration()
  class Config {
    @ValidateNested()
    @ValidateBy({ name: 'inOrder', validator: { validate: isInOrder, defaultMessage: () => 'min > max' } })
    pool = new Pool();
  }
  function isInOrder(value: unknown): boolean {
    return (value as Pool).min <= (value as Pool).max;
  }
  expect((await loadWith(Config, { POOL_MIN: '9' })).pool.min).toBe(9);
  expect((await faultOf(Config, { POOL_MIN: '11' })).message).toContain('does not pass: min > max.');
  expect((await faultOf(Config, { POOL_MIN: '11', POOL_MAX: 'x' })).diagnostics).toHaveLength(1);
});

test('reports the condition of a group that throws', async () => {
  @Configuration()
  class Config {
    @ValidateIf(() => {
      throw new Error('broken');
    })
    @ValidateNested()
    tls?: Tls;
  }
  expect((await faultOf(Config)).message).toContain('The condition of Config.tls threw');
});

test('takes a class that is configuration itself, without its own prefix', async () => {
  @Configuration({ prefix: 'MAIL_' })
  class MailConfig {
    @IsString() host = 'localhost';
  }
  @Configuration({ prefix: 'APP_' })
  class Config {
    @ValidateNested() mail!: MailConfig;
  }
  expect((await loadWith(Config, { MAIL_HOST: 'a', APP_MAIL_HOST: 'b' })).mail.host).toBe('b');
});

test('takes an own name for what the names in a group begin with', async () => {
  @Configuration({ prefix: 'APP_' })
  class Config {
    @Variable('REPLICA') @ValidateNested() pool = new Pool();
  }
  expect((await loadWith(Config, { REPLICA_MAX: '3' })).pool.max).toBe(3);
});

test('freezes groups and lists with the instance', async () => {
  class Hosts {
    @IsString({ each: true }) list = ['a'];
  }
  const shared = ['x'];
  @Configuration()
  class Config {
    @ValidateNested() hosts = new Hosts();
    @IsString({ each: true }) list = shared;
  }
  const config = await loadWith(Config, {});
  expect(Object.isFrozen(config)).toBe(true);
  expect(Object.isFrozen(config.hosts)).toBe(true);
  expect(Object.isFrozen(config.hosts.list)).toBe(true);
  expect(Object.isFrozen(config.list)).toBe(true);
  expect(Object.isFrozen(shared)).toBe(false);
});

class Node {
  @IsString() name = 'a';
  @IsOptional() @ValidateNested() next?: Node;
}

test('refuses a group that contains itself, and a list of groups', async () => {
  @Configuration()
  class Config {
    @ValidateNested() node!: Node;
    @ValidateNested({ each: true }) pools: Pool[] = [];
  }
  const { diagnostics } = await faultOf(Config);
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ['TENON_CONFIG_UNKNOWN_TYPE', 'Config.pools is a list of groups, which variables cannot hold.'],
    ['TENON_CONFIG_UNKNOWN_TYPE', 'Config.node.next is a group that contains itself.'],
  ]);
});

test('refuses what is declared wrongly in a group even if none of its variables is set', async () => {
  class Group {
    @IsString() name!: string;
    size = 1;
  }
  class Needy {
    @IsString() name: string;
    constructor(name: string) {
      this.name = name;
    }
  }
  @Configuration()
  class Config {
    @IsOptional() @ValidateNested() group?: Group;
    @IsOptional() @ValidateNested() needy?: Needy;
  }
  const { diagnostics } = await faultOf(Config);
  expect(diagnostics.map(({ code }) => code)).toEqual(['TENON_CONFIG_UNDECORATED', 'TENON_CONFIG_CONSTRUCTOR']);
});
