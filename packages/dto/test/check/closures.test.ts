import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

process.env['TENON_DTO_BACK_END'] = 'closures';

// The same tests once more, on the back end that generates no code.
await import('./errors.test.js');
await import('./custom-constraints.test.js');
await import('./late-decorators.test.js');
await import('./hostile-names.test.js');

const SCRIPT = `
  const { IsInt, IsString, validateSync } = await import('@tenon/dto');
  class Person {}
  IsString()(Person.prototype, 'name');
  IsInt()(Person.prototype, 'age');
  let generated = true;
  try { new Function('return 1'); } catch { generated = false; }
  const errors = validateSync(Object.assign(new Person(), { name: 1, age: 3 }));
  console.log(JSON.stringify([generated, errors.map(({ constraints }) => constraints)]));
`;

test('chooses closures by itself where text may not become code', () => {
  // The built package, as a process of its own: the flag cannot be set later.
  const printed = execFileSync(
    process.execPath,
    ['--disallow-code-generation-from-strings', '--input-type=module', '--eval', SCRIPT],
    { cwd: import.meta.dirname, encoding: 'utf8', env: { ...process.env, TENON_DTO_BACK_END: '', NODE_OPTIONS: '' } },
  );
  expect(JSON.parse(printed)).toEqual([false, [{ isString: 'name must be a string' }]]);
});
