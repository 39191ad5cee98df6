import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Result, checkPages } from '../../docs/check-pages.ts';
import { formatFault } from '../../docs/fault.ts';

/** Pages by their paths; what a line must be reported for stands behind `%%`, which is taken away before the check. */
const PAGES: Readonly<Record<string, string>> = {
  'sound.md': `
# Sound page

\`\`\`ts name=service.ts
import 'reflect-metadata';

export class Clock {}

function Injectable(target: object): void {
  Reflect.defineMetadata('marked', true, target);
}

@Injectable
export class Service {
  constructor(readonly clock: Clock) {}
}
\`\`\`

<!--
\`\`\`ts name=more/hidden.ts
import { Service } from '../service.js';

export const parameters: unknown = Reflect.getMetadata('design:paramtypes', Service);
\`\`\`
-->

- in a list:

  \`\`\`typescript run {1,2} [main.ts]
  import { Clock } from './service.js';
  import { parameters } from './more/hidden.js';

  console.log('metadata', Array.isArray(parameters) && parameters[0] === Clock);
  console.log('took', performance.now(), 'ms');
  \`\`\`

  \`\`\`text output
  metadata true
  took … ms
  \`\`\`

\`\`\`ts run exit=3
console.error('on purpose');
process.exit(3);
\`\`\`

\`\`\`text output=stderr
on purpose
\`\`\`

\`\`\`js run
const numbers = [1, 2];
console.log(numbers.length);
\`\`\`

\`\`\`text output
…
2
\`\`\`

\`\`\`ts unchecked="shows a syntax of a later version"
not ( code
\`\`\`

\`\`\`ts file=shown/code.ts#middle
if (one > 0) {
  console.log(one);
}
\`\`\`

\`\`\`\`md
\`\`\`ts
this is inside of another block
\`\`\`
\`\`\`\`

[the heading](#sound-page), [a page](faulty.md#faulty-page), [a file](shown/code.ts), \`[not](a-link.md)\`,
[elsewhere](https://example.org/nothing).
`,
  'shown/code.ts': `const one = 1;
export function show(): void {
  // #region middle
  if (one > 0) {
    console.log(one);
  }
  // #endregion
}
`,
  'faulty.md': `
# Faulty page

\`\`\`ts
export const five: number = 5;
export const six: number = 'six'; %% :14: TS2322
\`\`\`

- \`\`\`ts
  export const loose = (a) => a; %% :25: TS7006
  \`\`\`

\`\`\`ts run
export const before = 1;

throw new Error('thrown on purpose'); %% :7: the block at line 13 exits with 1, not 0
\`\`\`

\`\`\`ts run exit=2 %% :1: the block at line 19 exits with 0, not 2
export {};
\`\`\`

\`\`\`ts run
console.log('one');
\`\`\`

\`\`\`text output
two %% :1: the block at line 23 prints something else
\`\`\`

\`\`\`ts unchecked %% :1: an unchecked block needs its reason
\`\`\`

\`\`\`tsx %% :1: tsx blocks cannot be checked
\`\`\`

\`\`\`ts runn %% :1: a ts block knows no mark \`runn\`
\`\`\`

\`\`\`ts run "yes" %% :1: cannot read the marks
\`\`\`

\`\`\` %% :1: a block needs a language
\`\`\`

\`\`\`ts run=yes %% :1: \`run\` takes no value
\`\`\`

\`\`\`text output=both %% :1: \`output\` is stdout
\`\`\`

\`\`\`sh run %% :1: shell blocks are not run yet
\`\`\`

> \`\`\`ts %% :3: code in a block quote
> export {};
> \`\`\`

\`\`\`ts name=../up.ts %% :1: \`name\` must be a relative path
\`\`\`

\`\`\`ts name=twice.ts
export {};
\`\`\`

\`\`\`ts name=twice.ts %% :1: the block at line 62 is named twice.ts already
export {};
\`\`\`

\`\`\`ts file=shown/nowhere.ts %% :1: there is no file
\`\`\`

\`\`\`ts file=shown/code.ts#end %% :1: shown/code.ts has no region end
\`\`\`

\`\`\`ts file=shown/code.ts#middle
if (one > 0) {
  console.log(two); %% :1: differs from shown/code.ts#middle, which has here:   console.log(one);
}
\`\`\`

\`\`\`ts
import { absent } from 'reflect-metadata/absent.js'; %% :24: TS2307
import { nothing } from './sound.js'; %% :25: TS2307

export const both = [absent, nothing];
\`\`\`

To [nowhere](absent.md), %% :4: absent.md leads nowhere
to [no heading](sound.md#absent), %% :4: sound.md has no heading #absent
and [out](../out.md). %% :5: ../out.md leaves the repository

\`\`\`ts %% :1: the block is never closed
export {};
`,
  'stray.md': `
\`\`\`text output %% :1: no block above this output is marked
\`\`\`
`,
};

let root: string;
let result: Result;

/** The faults that the pages announce, as `page:line` and how the rest of the report begins. */
function announced(): string[] {
  return Object.entries(PAGES).flatMap(([page, text]) =>
    text.split('\n').flatMap((line, index) => {
      const [, wanted] = line.split(' %% ');
      return wanted === undefined ? [] : [`${page}:${index + 1}${wanted}`];
    }),
  );
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'check-pages-'));
  for (const [path, text] of Object.entries(PAGES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text.replaceAll(/ %% .*/g, ''));
  }
  symlinkSync(join(import.meta.dirname, '../../../node_modules'), join(root, 'node_modules'));
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  result = await checkPages(root);
}, 60_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

test('reports each planted fault at its own line and column of the page', () => {
  const reported = result.faults.map(formatFault);
  for (const wanted of announced()) {
    expect(reported.map((one) => one.slice(0, wanted.length))).toContain(wanted);
  }
});

test('reports nothing but the planted faults', () => {
  expect(result.faults.map(({ page, line }) => `${page}:${line}`).toSorted()).toEqual(
    announced()
      .map((wanted) => wanted.split(':').slice(0, 2).join(':'))
      .toSorted(),
  );
});

test('names the lines of the page in the stack of a block that fails', () => {
  const thrown = result.faults.find(({ text }) => text.includes('thrown on purpose'));
  expect(thrown?.text).toContain('faulty.md:16:7');
  expect(thrown?.text).not.toContain(root);
});

test('shows what a block printed in place of what its page says', () => {
  expect(result.faults.find(({ text }) => text.includes('prints something else'))?.text).toContain('\n  one');
});

test('counts what it did', () => {
  expect(result.summary).toBe(
    `3 pages, 13 blocks compiled, 6 run, 5 outputs compared, 4 held to files, 1 unchecked, ${announced().length} faults`,
  );
});
