import { pbkdf2Sync } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { expect, test } from '@jest/globals';
import { ConsoleLogger, Logger } from '@tenon/core';
import { createContext, Module, ServiceUnavailableException } from '@tenon/http';
import { AuthModule, type OlderHashes, type PasswordCost, Passwords } from '@tenon/auth';

/** Takes a millisecond, where the default takes twenty. */
const CHEAP: PasswordCost = { memory: 512, passes: 1 };

async function passwordsWith(cost: PasswordCost = CHEAP): Promise<Passwords> {
  @Module({ imports: [AuthModule.with({ passwords: cost })] })
  class AppModule {}
  return (await createContext(AppModule, { logger: new ConsoleLogger({ level: 'error' }) })).get(Passwords);
}

test('hashes by argon2id, as expensively as OWASP says, and never twice the same', async () => {
  const passwords = await passwordsWith({});
  const [first, second] = await Promise.all([passwords.hash('correct horse'), passwords.hash('correct horse')]);
  expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(first).not.toBe(second);
  expect(await passwords.verify('correct horse', first)).toBe(true);
  expect(await passwords.verify('correct horsf', first)).toBe(false);
});

test('finds every password wrong for an account that there is not, or that has no hash', async () => {
  const passwords = await passwordsWith();
  for (const stored of [undefined, null, '', 'plain', '$2b$10$abcdefghijklmnopqrstuv', '$argon2id$v=19$m=1']) {
    expect(await passwords.verify('', stored)).toBe(false);
    expect(await passwords.verify('plain', stored)).toBe(false);
  }
});

test('takes the same letters for the same password, however they are composed', async () => {
  const passwords = await passwordsWith();
  const stored = await passwords.hash('caf\u00E9');
  expect(await passwords.verify('cafe\u0301', stored)).toBe(true);
  expect(await passwords.verify('CAF\u00E9', stored)).toBe(false);
});

test('takes no password of more than 1,024 bytes, and cuts none', async () => {
  const passwords = await passwordsWith();
  const longest = 'x'.repeat(1024);
  const stored = await passwords.hash(longest);
  expect(await passwords.verify(longest, stored)).toBe(true);
  expect(await passwords.verify('x'.repeat(1023), stored)).toBe(false);
  expect(await passwords.verify(`${longest}x`, stored)).toBe(false);
  await expect(passwords.hash('é'.repeat(513))).rejects.toThrow('A password has 1024 bytes at most.');
  expect(await passwords.verify('', await passwords.hash(''))).toBe(true);
});

test('is not kept busy by accents, of which a megabyte takes minutes to put in order', async () => {
  const passwords = await passwordsWith();
  const stored = await passwords.hash('x');
  const accents = '\u0315\u0300'.repeat(250_000);
  const start = performance.now();
  expect(await passwords.verify(accents, stored)).toBe(false);
  await expect(passwords.hash(accents)).rejects.toThrow('A password has 1024 bytes at most.');
  expect(performance.now() - start).toBeLessThan(1000);
});

test('takes a hash that asks for more than passwords are worth for none', async () => {
  const passwords = await passwordsWith();
  const [, , , , salt, digest] = (await passwords.hash('x')).split('$');
  for (const cost of ['m=4294967295,t=1,p=1', 'm=524288,t=1,p=1', 'm=512,t=4294967295,p=1', 'm=512,t=1,p=4294967295'])
    expect(await passwords.verify('x', `$argon2id$v=19$${cost}$${salt}$${digest}`)).toBe(false);
  const dear = await passwords.hash('x');
  expect(await (await passwordsWith({ memory: 65_536, passes: 3 })).verify('x', dear)).toBe(true);
});

test('tells which hashes cost something else than new ones', async () => {
  const [cheap, dear] = [await passwordsWith(), await passwordsWith({ memory: 1024, passes: 2 })];
  const stored = await cheap.hash('x');
  expect([cheap.needsRehash(stored), dear.needsRehash(stored)]).toEqual([false, true]);
  expect(cheap.needsRehash(stored.replace('argon2id', 'argon2i'))).toBe(true);
  expect(cheap.needsRehash('$2b$10$abcdefghijklmnopqrstuv')).toBe(true);
  expect(await dear.verify('x', stored)).toBe(true);
});

test('hashes a few at a time, lets a hundred wait, and answers 503 to the others', async () => {
  const passwords = await passwordsWith();
  const most = Math.max(1, Math.min(availableParallelism(), 4) - 1) + 100;
  const flood = await Promise.allSettled(Array.from({ length: most + 20 }, () => passwords.verify('x', undefined)));
  const refused = flood.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  expect(flood.length - refused.length).toBe(most);
  expect(refused[0]?.reason).toBeInstanceOf(ServiceUnavailableException);
  expect(refused[0]?.reason).toMatchObject({ headers: { 'retry-after': '1' } });
  // The flood has left nothing behind.
  expect(await passwords.verify('x', await passwords.hash('x'))).toBe(true);
});

/** What Django stores. */
function olderHash(password: string, iterations = 1000): string {
  return `pbkdf2_sha256$${iterations}$salt$${pbkdf2Sync(password, 'salt', iterations, 32, 'sha256').toString('base64')}`;
}

function isOlderRight(password: string, stored: string): boolean {
  if (!stored.startsWith('pbkdf2_sha256$')) throw new Error('malformed');
  return stored === olderHash(password, Number(stored.split('$')[1]));
}

async function passwordsWithOlder(older: OlderHashes) {
  const warnings: string[] = [];
  @Module({ imports: [AuthModule.with({ passwords: { ...CHEAP, older } })] })
  class AppModule {}
  return { passwords: (await createContext(AppModule, { logger: new ListLogger(warnings) })).get(Passwords), warnings };
}

class ListLogger extends Logger {
  constructor(readonly lines: string[]) {
    super();
  }
  log(level: string, message: string): void {
    if (level === 'warn' || level === 'error') this.lines.push(message);
  }
  named(): this {
    return this;
  }
}

test.each([
  ['bcrypt', '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy'],
  ['bcrypt', '$2y$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy'],
  ['scrypt', '$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E'],
  ['scrypt', 'scrypt:32768:8:1$salt$00ff'],
  ['PBKDF2', 'pbkdf2_sha256$600000$salt$00ff'],
  ['PBKDF2', '$pbkdf2-sha256$6400$0ZrzXitFSGltTQnBWOsdeQ$7Jlrd.cGPmXOkk9F'],
  ['a bare digest, such as MD5 or SHA-1', '5f4dcc3b5aa765d61d8327deb882cf99'],
  ['argon2 that cannot be read, or costs more than a password may', '$argon2id$v=19$m=1'],
  ['a kind that is not known', 'hunter2'],
])('says once that hashes of %s are never right, and nothing of the hash', async (kind, stored) => {
  const lines: string[] = [];
  @Module({ imports: [AuthModule.with({ passwords: CHEAP })] })
  class AppModule {}
  const passwords = (await createContext(AppModule, { logger: new ListLogger(lines) })).get(Passwords);
  for (const each of [undefined, '', stored, stored]) expect(await passwords.verify('x', each)).toBe(false);
  expect(lines).toEqual([expect.stringContaining(`A hash of ${kind} is stored for a user`)]);
  expect(lines[0]).not.toContain(stored);
});

test('verifies hashes of an older application, and finds that they should be replaced', async () => {
  const { passwords, warnings } = await passwordsWithOlder({ verify: isOlderRight, example: olderHash('nobody') });
  const stored = olderHash('correct horse');
  expect(await passwords.verify('correct horse', stored)).toBe(true);
  expect(await passwords.verify('wrong horse', stored)).toBe(false);
  expect(passwords.needsRehash(stored)).toBe(true);
  const own = await passwords.hash('correct horse');
  expect([await passwords.verify('correct horse', own), passwords.needsRehash(own)]).toEqual([true, false]);
  expect(warnings).toEqual([]);
});

test('lets nobody in by the example of older hashes', async () => {
  const { passwords } = await passwordsWithOlder({ verify: isOlderRight, example: olderHash('example') });
  for (const stored of [undefined, '', '$argon2id$v=19$m=1', await passwords.hash('x'), olderHash('x')])
    expect(await passwords.verify('example', stored)).toBe(false);
});

test('takes what fails at an older hash for a no, and logs it', async () => {
  const { passwords, warnings } = await passwordsWithOlder({ verify: isOlderRight, example: olderHash('nobody') });
  expect(await passwords.verify('x', 'broken')).toBe(false);
  expect(warnings).toEqual(['An older hash could not be verified.']);
});

test('does the same work for each account, whichever hash it has, or none', async () => {
  const asked: string[] = [];
  const example = olderHash('nobody');
  const { passwords } = await passwordsWithOlder({
    example,
    verify: (password, stored) => {
      asked.push(stored);
      return isOlderRight(password, stored);
    },
  });
  const [own, older] = [await passwords.hash('x'), olderHash('x')];
  for (const stored of [undefined, '', own, '$argon2id$v=19$m=1', older]) await passwords.verify('y', stored);
  expect(asked).toEqual([example, example, example, example, older]);
});
