import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

process.env['TENON_DTO_BACK_END'] = 'closures';

// The same tests once more, on the back end that generates no code.
await import('./differences.test.js');
await import('./convert.test.js');
await import('../serialise/serialise.test.js');

const SCRIPT = `
  await import('reflect-metadata');
  const { Exclude, Transform, plainToInstance, serialise } = await import('@tenon/dto');
  class Person {}
  Exclude({ toPlainOnly: true })(Person.prototype, 'password');
  Transform(({ value }) => value + '!')(Person.prototype, 'name');
  let generated = true;
  try { new Function('return 1'); } catch { generated = false; }
  const person = plainToInstance(Person, { name: 'Ada', password: 'x' });
  console.log(JSON.stringify([generated, person instanceof Person, serialise(person)]));
`;

test('converts where text may not become code', () => {
  // The built package, as a process of its own: the flag cannot be set later.
  const printed = execFileSync(
    process.execPath,
    ['--disallow-code-generation-from-strings', '--input-type=module', '--eval', SCRIPT],
    { cwd: import.meta.dirname, encoding: 'utf8', env: { ...process.env, TENON_DTO_BACK_END: '', NODE_OPTIONS: '' } },
  );
  expect(JSON.parse(printed)).toEqual([false, true, '{"name":"Ada!!"}']);
});
