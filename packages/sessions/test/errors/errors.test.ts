import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { type Class, Controller, createApp, Get, Module, provide, type TenonError } from '@tenon/http';
import { createSessionKey, Session, SessionsConfig, SessionsModule, type SessionsOptions } from '@tenon/sessions';
import { createTestApp } from '@tenon/testing';
import { SECRET } from '../app.js';

const GOLDEN = join(import.meta.dirname, 'golden');
const ROOT = join(import.meta.dirname, '../../../..');
const ENVIRONMENT = process.env['NODE_ENV'];

afterEach(() => {
  process.env['NODE_ENV'] = ENVIRONMENT;
});

/** Gives the text of what is wrong at boot. */
async function textOf(variables: Partial<SessionsConfig>, options: SessionsOptions = {}): Promise<string> {
  @Controller()
  class Empty {
    @Get() get(): void {}
  }
  @Module({ imports: [SessionsModule.with(options)], controllers: [Empty] })
  class AppModule {}
  const override = [configOf(variables)];
  const error = await createApp(AppModule, { logger: false, override }).catch((failure: unknown) => failure);
  return (error as TenonError).message;
}

function configOf(variables: Partial<SessionsConfig>) {
  return provide(SessionsConfig, { useValue: Object.assign(new SessionsConfig(), variables) });
}

test.each<[string, Partial<SessionsConfig>]>([
  ['TENON_SESSIONS_NO_SECRET', {}],
  ['TENON_SESSIONS_WEAK_SECRET', { secret: 'secret' }],
  ['TENON_SESSIONS_WEAK_SECRET.repeated', { secret: 'change-me-change-me-change-me-change-me' }],
  ['TENON_SESSIONS_WEAK_SECRET.previous', { secret: SECRET, previousSecrets: ['x'.repeat(40)] }],
  ['TENON_SESSIONS_INVALID_LIFETIME', { secret: SECRET, idle: 7200, lifetime: 3600 }],
])('explains %s', async (name, variables) => {
  process.env['NODE_ENV'] = 'production';
  expect(await textOf(variables)).toMatchGolden(`golden/${name}`);
});

test('explains TENON_SESSIONS_INVALID_ORIGIN', async () => {
  const text = await textOf({ secret: SECRET }, { trustedOrigins: ['https://shop.example.com/'] });
  expect(text).toMatchGolden('golden/TENON_SESSIONS_INVALID_ORIGIN');
});

test('reports all that is wrong together', async () => {
  const text = await textOf({ secret: 'x', idle: 100, lifetime: 60 }, { trustedOrigins: ['example.com'] });
  expect(text.match(/^TENON_SESSIONS_\w+/gm)).toEqual([
    'TENON_SESSIONS_WEAK_SECRET',
    'TENON_SESSIONS_INVALID_LIFETIME',
    'TENON_SESSIONS_INVALID_ORIGIN',
  ]);
});

const KEY = createSessionKey<unknown>('notes');

/** Gives the text of what a handler has thrown, as the client sees it in development. */
async function thrownBy(use: (session: Session) => void): Promise<string> {
  @Controller()
  class Failing {
    @Get() get(@Session() session: Session): string {
      try {
        use(session);
        return 'nothing';
      } catch (error) {
        return (error as Error).message;
      }
    }
  }
  @Module({ imports: [SessionsModule], controllers: [Failing] })
  class AppModule {}
  const app = await createTestApp(AppModule, { override: [configOf({ secret: SECRET })] });
  return (await app.get('/')).text;
}

test('explains TENON_SESSIONS_TOO_LARGE', async () => {
  const text = await thrownBy((session) => {
    session.flash('success', 'Saved.');
    session.set(KEY, 'x'.repeat(4000));
  });
  expect(text).toMatchGolden('golden/TENON_SESSIONS_TOO_LARGE');
});

test('explains TENON_SESSIONS_NOT_JSON', async () => {
  expect(await thrownBy((session) => session.set(KEY, () => 1))).toMatchGolden('golden/TENON_SESSIONS_NOT_JSON');
  expect(await thrownBy((session) => session.set(KEY, 1n))).toMatchGolden('golden/TENON_SESSIONS_NOT_JSON.bigint');
});

test('explains TENON_SESSIONS_ALREADY_SENT', async () => {
  let kept: Session | undefined;
  await thrownBy((session) => (kept = session));
  const failure = ((): string => {
    try {
      kept?.set(KEY, 1);
      return 'nothing';
    } catch (error) {
      return (error as Error).message;
    }
  })();
  expect(failure).toMatchGolden('golden/TENON_SESSIONS_ALREADY_SENT');
});

test('explains TENON_SESSIONS_REPEATED_KEY', () => {
  expect(() => createSessionKey('notes')).toThrow(expect.objectContaining({ name: 'TenonError' }));
  let text = '';
  try {
    createSessionKey('notes');
  } catch (error) {
    text = (error as Error).message;
  }
  expect(text).toMatchGolden('golden/TENON_SESSIONS_REPEATED_KEY');
});

test('explains TENON_SESSIONS_NO_MODULE', async () => {
  @Controller()
  class Lost {
    @Get() get(@Session() session: Session) {
      return session.userId;
    }
  }
  @Module({ controllers: [Lost] as Class[] })
  class AppModule {}
  const app = await createTestApp(AppModule);
  const { problem } = await app.get('/').expect(500);
  expect(problem?.detail?.replace(/^TenonError: /, '')).toMatchGolden('golden/TENON_SESSIONS_NO_MODULE');
});

function codesIn(text: string): string[] {
  return [...new Set(text.match(/TENON_SESSIONS_[A-Z_]+/g))].toSorted();
}

test('has a golden file and a chapter in docs/errors.md for each code, and no other', async () => {
  const codes = codesIn(await readFile(join(ROOT, 'packages/sessions/src/errors.ts'), 'utf8'));
  const files = await readdir(GOLDEN);
  const golden = await Promise.all(files.map((file) => readFile(join(GOLDEN, file), 'utf8')));
  expect(codesIn(golden.join('\n'))).toEqual(codes);
  const page = await readFile(join(ROOT, 'docs/errors.md'), 'utf8');
  const headings = page.split('\n').filter((line) => /^#+ TENON_SESSIONS_/.test(line));
  expect(codesIn(headings.join('\n'))).toEqual(codes);
});
