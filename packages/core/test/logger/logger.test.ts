import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import {
  ConsoleLogger,
  createContext,
  createToken,
  Inject,
  Injectable,
  LOG_LEVELS,
  Logger,
  type LogLevel,
  Module,
  Optional,
  provide,
} from '@tenon/core';

let out: string[];
let err: string[];
const { LOG_LEVEL } = process.env;

beforeEach(() => {
  out = [];
  err = [];
  delete process.env['LOG_LEVEL'];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean(out.push(String(text))));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean(err.push(String(text))));
});

afterEach(() => {
  jest.restoreAllMocks();
  if (LOG_LEVEL === undefined) delete process.env['LOG_LEVEL'];
  else process.env['LOG_LEVEL'] = LOG_LEVEL;
});

class Recorder extends Logger {
  constructor(
    readonly lines: string[] = [],
    readonly name = '',
  ) {
    super();
  }
  override log(level: LogLevel, message: string): void {
    this.lines.push(`${level} ${this.name} ${message}`);
  }
  override named(name: string): Recorder {
    return new Recorder(this.lines, name);
  }
}

const NUMBER = createToken<number>('lucky number');

@Injectable()
class Service {
  @Inject() readonly other!: Logger;
  constructor(readonly logger: Logger) {}
}

@Injectable({ scope: 'transient' })
class Passing {
  constructor(
    readonly service: Service,
    @Optional() readonly logger: Logger,
  ) {}
}

@Module({
  providers: [
    Service,
    Passing,
    provide(NUMBER, {
      inject: [Logger],
      useFactory: (logger) => {
        logger.debug('made');
        return 7;
      },
    }),
  ],
})
class AppModule {}

test('gives each a logger that bears its name', async () => {
  const logger = new Recorder();
  await using context = await createContext(AppModule, { logger });

  context.get(Service).logger.info('one');
  context.get(Service).other.info('two');
  context.get(Passing).logger.warn('three');
  context.get(Logger).error('four');

  expect(logger.lines).toEqual([
    'debug lucky number made',
    'info Service one',
    'info Service two',
    'warn Passing three',
    'error  four',
  ]);
});

test('names the owner when a class is made by a factory or for another token', async () => {
  const logger = new Recorder();
  const SERVICE = createToken<Service>('service');
  @Module({
    providers: [
      provide(SERVICE, { useClass: Service }),
      provide(Service, {
        inject: [Logger],
        useFactory: (own) => {
          own.info('made');
          return new Service(own);
        },
      }),
    ],
  })
  class NamedModule {}
  await using context = await createContext(NamedModule, { logger });
  context.get(SERVICE).logger.info('used');

  expect(logger.lines).toEqual(['info Service made', 'info Service used']);
});

test('prefers a logger that the root module provides', async () => {
  const logger = new Recorder();
  @Injectable()
  class User {
    constructor(readonly own: Logger) {}
  }
  @Module({ providers: [User] })
  class FeatureModule {}
  @Module({ imports: [FeatureModule], providers: [provide(Logger, { useValue: logger })] })
  class LoggedModule {}
  await using context = await createContext(LoggedModule, { logger: new Recorder() });
  context.get(User).own.info('here');

  expect(logger.lines).toEqual(['info User here']);
});

test('lets a module have a logger of its own', async () => {
  const own = new Recorder();
  const common = new Recorder();
  @Injectable()
  class Inner {
    constructor(readonly logger: Logger) {}
  }
  @Injectable()
  class Outer {
    constructor(readonly logger: Logger) {}
  }
  @Module({ providers: [Inner, provide(Logger, { useValue: own })] })
  class FeatureModule {}
  @Module({ imports: [FeatureModule], providers: [Outer] })
  class LoggedModule {}
  await using context = await createContext(LoggedModule, { logger: common });
  context.get(Inner).logger.info('in');
  context.get(Outer).logger.info('out');

  expect([own.lines, common.lines]).toEqual([['info Inner in'], ['info Outer out']]);
});

test('waits for a logger that is made asynchronously', async () => {
  const logger = new Recorder();
  @Module({ providers: [Service, provide(Logger, { useFactory: async () => logger })] })
  class LoggedModule {}
  await using context = await createContext(LoggedModule);
  context.get(Service).logger.info('here');

  expect(logger.lines).toEqual(['info Service here']);
});

test('takes as a logger what cannot be named', async () => {
  const bare = { info: () => 'written' };
  @Module({ providers: [Service, provide(Logger, { useValue: bare as unknown as Logger })] })
  class LoggedModule {}
  await using context = await createContext(LoggedModule);

  expect(context.get(Service).logger).toBe(bare);
});

test('writes warnings and worse to standard error, the rest to standard output', () => {
  const logger = new ConsoleLogger({ level: 'trace', name: 'Orders' });

  for (const level of LOG_LEVELS) logger[level](`a ${level}`);

  const words = (lines: string[]): string[] => lines.map((line) => line.trimEnd().split(/ +/).slice(1).join(' '));
  expect(words(out)).toEqual(['trace Orders a trace', 'debug Orders a debug', 'info Orders a info']);
  expect(words(err)).toEqual(['warn Orders a warn', 'error Orders a error', 'fatal Orders a fatal']);
});

test('begins each line with the time, and ends it with the details', () => {
  new ConsoleLogger().info('order placed', { id: 7, error: new Error('odd') });

  expect(out.join('')).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z info {2}order placed \{\n? *id: 7,\n? *error: Error: odd/);
});

test.each([
  ['info', undefined],
  ['debug', 'debug'],
  ['error', 'error'],
  ['warn', 'WARN'],
  ['info', 'nonsense'],
] as const)('writes from level %s on when LOG_LEVEL is %s', (least, wanted) => {
  if (wanted !== undefined) process.env['LOG_LEVEL'] = wanted;
  const logger = new ConsoleLogger();

  for (const level of LOG_LEVELS) logger.log(level, level);

  expect(out.length + err.length).toBe(LOG_LEVELS.length - LOG_LEVELS.indexOf(least));
});

test('keeps its level when it is given a name', () => {
  new ConsoleLogger({ level: 'error' }).named('Orders').warn('unheard');

  expect([...out, ...err]).toEqual([]);
});
