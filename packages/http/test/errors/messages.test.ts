import { readdirSync } from 'node:fs';
import { join, parse, relative } from 'node:path';
import { expect, test } from '@jest/globals';
import { TenonError } from '@tenon/http';

/*
 * faults/ has one small application for each message; its name is the code without its area, then a variant. Each
 * message is a golden file, with paths as they would stand in an application of one's own.
 */

const FAULTS = join(import.meta.dirname, 'faults');
const MENDS = join(import.meta.dirname, 'mends');
const FILES = readdirSync(FAULTS);

async function provokeFault(file: string): Promise<unknown> {
  const { provoke } = (await import(join(FAULTS, file))) as { provoke: () => Promise<unknown> };
  return provoke().catch((error: unknown) => error);
}

function shorten(text: string): string {
  return text
    .replaceAll(`${relative(process.cwd(), FAULTS)}/`, 'src/')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:3000')
    .replaceAll(/for \d+ ms/g, 'for 20003 ms')
    .replace('limit of 1 ms', 'limit of 20000 ms');
}

test.each(FILES.filter((file) => !file.startsWith('several')))('explains %s', async (file) => {
  const [stem, ...variant] = parse(file).name.split('.') as [string, ...string[]];

  const error = await provokeFault(file);

  if (!(error instanceof TenonError)) throw new Error('no fault was found', { cause: error });
  expect(error.diagnostics).toHaveLength(1);
  expect(error.code).toBe(`TENON_HTTP_${stem.replaceAll('-', '_').toUpperCase()}`);
  expect(shorten(error.message)).toMatchGolden(['golden/', [error.code, ...variant].join('.')].join(''));
});

test('reports faults of routes and of the container together', async () => {
  const error = await provokeFault('several.ts');

  expect(error).toBeInstanceOf(TenonError);
  expect(shorten((error as TenonError).message)).toMatchGolden('golden/several');
});

test.each(['unknown-parameter.ts', 'not-provided.ts', 'erased-type.ts', 'constructor-parameter.provider.ts'])(
  'puts a caret under the guilty parameter in %s',
  async (file) => {
    const { where } = (await provokeFault(file)) as TenonError;

    const { signature, caret } = where ?? {};
    const parameter = signature?.slice(caret?.start, (caret?.start ?? 0) + (caret?.length ?? 0));
    expect(['id', 'user', 'input', 'header']).toContain(parameter);
  },
);

test.each(readdirSync(MENDS))('is content with the mend in mends/%s', async (file) => {
  const { mended } = (await import(join(MENDS, file))) as { mended: () => Promise<AsyncDisposable | string> };

  const app = await mended();

  expect(FILES).toContain(file);
  if (typeof app !== 'string') await app[Symbol.asyncDispose]();
});
