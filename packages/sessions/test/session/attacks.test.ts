import { createHash } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import { Browser, SECRET, startApp } from '../app.js';

const ENVIRONMENT = process.env['NODE_ENV'];
afterEach(() => {
  process.env['NODE_ENV'] = ENVIRONMENT;
});

/** Gives who has signed in by these cookies. */
async function userBy(browser: Browser, cookie: string): Promise<unknown> {
  const reply = await browser.app.get<{ user: unknown }>('/cart', { headers: { cookie } });
  return reply.expect(200).body.user;
}

async function signedIn(variables = {}): Promise<Browser & { cookie: string }> {
  const browser = new Browser(await startApp({ variables }));
  await browser.submit('/sign-in', { name: 'ada' });
  return browser as Browser & { cookie: string };
}

test('takes no cookie of which one character was changed, or is missing', async () => {
  const ada = await signedIn();
  expect(await userBy(ada, ada.cookie)).toBe('ada');
  const value = ada.cookie.slice('session='.length);
  // The last character of each part has bits that say nothing.
  const dot = value.indexOf('.');
  for (let at = 0; at < value.length; at += 7) {
    if (at === dot || at === dot - 1 || at === value.length - 1) continue;
    const other = value[at] === 'A' ? 'B' : 'A';
    expect([at, await userBy(ada, `session=${value.slice(0, at)}${other}${value.slice(at + 1)}`)]).toEqual([at, null]);
    expect([at, await userBy(ada, `session=${value.slice(0, at)}`)]).toEqual([at, null]);
  }
});

test('takes no cookie that somebody has made up', async () => {
  const ada = await signedIn();
  const plain = Buffer.from(JSON.stringify({ id: 'x', at: 9e9, sub: 'ada', in: 9e12, __ts: 9e9 })).toString(
    'base64url',
  );
  for (const value of [
    '',
    '.',
    'null',
    '%00',
    '"',
    plain,
    `${plain}.${'A'.repeat(32)}`,
    `${plain};${'A'.repeat(32)}`,
    `${createHash('sha256').update(plain).digest('base64url')}.${'A'.repeat(32)}`,
    'A'.repeat(8000),
    `${'A'.repeat(5000)}.${'A'.repeat(32)}`,
    '__proto__.constructor',
    'session=session=a',
  ])
    expect([value, await userBy(ada, `session=${value}`)]).toEqual([value, null]);
});

test('takes no session that another key has sealed', async () => {
  const foreign = await signedIn({ secret: SECRET.split('').toReversed().join('') });
  expect(await userBy(await signedIn(), foreign.cookie)).toBeNull();
});

test('believes neither of two cookies of one name', async () => {
  const ada = await signedIn();
  const eve = new Browser(ada.app);
  await eve.submit('/sign-in', { name: 'eve' });
  expect(await userBy(ada, `${ada.cookie}; ${String(eve.cookie)}`)).toBeNull();
  expect(await userBy(ada, `${ada.cookie}; session=`)).toBeNull();
  expect(await userBy(ada, `a=b; ${ada.cookie}; c=d; xsession=e; session2=f`)).toBe('ada');
});

test('knows its cookie by its exact name', async () => {
  const ada = await signedIn();
  const value = ada.cookie.slice('session='.length);
  for (const name of [
    'Session',
    'xsession',
    '"session"',
    '\u00A0session',
    '$Version=1;session2',
    'session%20',
    '\u2003session',
  ])
    expect([name, await userBy(ada, `${name}=${value}`)]).toEqual([name, null]);
});

test('asks for a token also with a cookie that is not good', async () => {
  const ada = await signedIn();
  const reply = await ada.app.post('/items', { body: { name: 'a' }, headers: { cookie: 'session=forged' } });
  expect([reply.status, reply.problem?.code]).toEqual([403, 'csrf']);
});

test('gives its cookie in production a name that no neighbour can set, for TLS alone', async () => {
  process.env['NODE_ENV'] = 'production';
  const browser = new Browser(await startApp());
  const reply = await browser.get('/token');
  expect(reply.headers['set-cookie']).toMatch(
    /^__Host-session=[\w-]+\.[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
  );
  await browser.submit('/sign-in', { name: 'ada' });
  const value = String(browser.cookie).slice('__Host-session='.length);
  expect(await userBy(browser, `__Host-session=${value}`)).toBe('ada');
  for (const name of ['session', '__host-session', '__Secure-session', ' \u00A0__Host-session'])
    expect([name, await userBy(browser, `${name}=${value}`)]).toEqual([name, null]);
});
