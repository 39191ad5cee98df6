import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { parseSync, Visitor } from 'oxc-parser';
import { MANIFEST, TestProject } from './project.js';

// A busy machine takes a while for hundreds of modules.
jest.setTimeout(60_000);

const MODULE = 'src/app.module.ts';
let project: TestProject;

beforeAll(() => {
  project = new TestProject({ 'package.json': MANIFEST });
});

afterAll(() => project.remove());

/** Gives the module after `tenon g service x/tea`, or what it was refused with. */
async function edit(source: string): Promise<string> {
  project.write({ [MODULE]: source });
  rmSync(join(project.folder, 'src/x'), { recursive: true, force: true });
  const { code, errors } = await project.run('g service x/tea');
  return code === 0 ? project.read(MODULE) : errors;
}

const IMPORT = "import { Module } from '@tenon/core';";
const TEA = "import { TeaService } from './x/tea.service.js';";
const after = (definition: string): string =>
  `${IMPORT}\n${TEA}\n\n@Module(${definition})\nexport class AppModule {}\n`;
const before = (definition: string): string => after(definition).replace(`${TEA}\n`, '');

test.each([
  ['an empty call', '', '{ providers: [TeaService] }'],
  ['an empty object', '{}', '{ providers: [TeaService] }'],
  ['an object without the list', '{ imports: [A] }', '{ imports: [A], providers: [TeaService] }'],
  ['an empty list', '{ providers: [] }', '{ providers: [TeaService] }'],
  ['a list in one line', '{ providers: [A, B] }', '{ providers: [A, B, TeaService] }'],
  ['a comma at the end', '{ providers: [A,] }', '{ providers: [A, TeaService,] }'],
  ['a comment behind the last one', '{ providers: [A /* a */] }', '{ providers: [A /* a */, TeaService] }'],
  ['something spread', '{ providers: [A, ...REST] }', '{ providers: [A, ...REST, TeaService] }'],
  ['something spread before it', '{ ...BASE, providers: [A] }', '{ ...BASE, providers: [A, TeaService] }'],
  ['a name in quotes', '{ "providers": [A] as const }', '{ "providers": [A, TeaService] as const }'],
  [
    'a line for each',
    '{\n  providers: [\n    A, // the first\n    B, // the last\n  ],\n}',
    '{\n  providers: [\n    A, // the first\n    B, // the last\n    TeaService,\n  ],\n}',
  ],
  [
    'a line for each without a comma at the end',
    '{\n  providers: [\n    A,\n    B // the last\n  ]\n}',
    '{\n  providers: [\n    A,\n    B, // the last\n    TeaService\n  ]\n}',
  ],
  ['keys in lines of their own', '{\n  imports: [A],\n}', '{\n  imports: [A],\n  providers: [TeaService],\n}'],
  [
    'nothing but a comment',
    '{\n  providers: [\n    // none yet\n  ],\n}',
    '{\n  providers: [\n    // none yet\n    TeaService,\n  ],\n}',
  ],
])('adds to a module with %s', async (_, definition, expected) => {
  expect(await edit(before(definition))).toBe(after(expected));
});

test.each([
  [
    'a name from the same file',
    "import { Tea } from './x/tea.service.js';",
    "import { Tea, TeaService } from './x/tea.service.js';",
  ],
  ['its type alone', "import type { TeaService } from './x/tea.service.js';", TEA],
  [
    'its type among others',
    "import type { Tea, TeaService } from './x/tea.service.js';",
    "import { type Tea, TeaService } from './x/tea.service.js';",
  ],
  [
    'its type in a list',
    "import { type TeaService, Tea } from './x/tea.service.js';",
    "import { TeaService, Tea } from './x/tea.service.js';",
  ],
  [
    'other types from the same file',
    "import type { Tea } from './x/tea.service.js';",
    `import type { Tea } from './x/tea.service.js';\n${TEA}`,
  ],
  ['the class', TEA, TEA],
  [
    'double quotes',
    'import { a } from "./a.js"',
    'import { a } from "./a.js"\nimport { TeaService } from "./x/tea.service.js"',
  ],
])('imports it beside an import of %s', async (_, given, expected) => {
  const rest = '\n\n@Module({ providers: [] })\nexport class AppModule {}\n';
  const listed = rest.replace('[]', '[TeaService]');
  expect(await edit(`${IMPORT}\n${given}${rest}`)).toBe(`${IMPORT}\n${expected}${listed}`);
});

test.each([
  ['DEFINITION', 'what @Module is given does not stand there'],
  ['{ providers: PROVIDERS }', 'its providers do not stand there as a list'],
  ['{ providers }', 'its providers do not stand there as a list'],
  ['{ ...BASE }', 'its providers may come from what is spread there'],
  ['{ providers: [A], ...BASE }', 'its providers may come from what is spread there'],
  ['{ providers: [A,,B] }', 'there are holes in its providers'],
])('refuses a module of %s, says what to do, and writes nothing', async (definition, reason) => {
  const source = before(definition);
  expect(await edit(source)).toContain(
    `${MODULE} cannot be edited: ${reason}. Nothing was written.\n  fix    run it again with --no-module, and add TeaService to the providers of the module yourself`,
  );
  expect(project.read(MODULE)).toBe(source);
  expect(() => project.read('src/x/tea.service.ts')).toThrow('ENOENT');
});

test.each([
  [`${IMPORT}\nexport class AppModule {}`, 'no class in it has @Module'],
  [`${IMPORT}\n@Module() class A {}\n@Module() class B {}`, 'more than one class in it has @Module'],
  [`${IMPORT}\nclass TeaService {}\n@Module() class A {}`, 'it has another TeaService'],
  [`${IMPORT}\n@Module({) class A {}`, 'it has a mistake'],
])('refuses the file %j', async (source, reason) => {
  expect(await edit(source)).toContain(reason);
});

/** What may stand between any two tokens. */
const GAP = fc.constantFrom(
  '',
  ' ',
  '\n',
  '\r\n',
  '\t',
  ' /* note */ ',
  '/* two\n lines */',
  ' // note\n',
  '\n\n  // type { [ , ] }\n  ',
);
const ELEMENT = fc.constantFrom('A', 'B', '...REST', '(C)', 'D as never', "provide(CLOCK, { useValue: [','] })");
const LIST = fc.record({ elements: fc.array(ELEMENT, { maxLength: 3 }), comma: fc.boolean() });
const KEY = fc.constantFrom('providers', "'providers'", '"providers"');

/** Gives the tokens of a list in brackets. */
const tokensOf = ({ elements, comma }: { elements: readonly string[]; comma: boolean }): string[] => {
  const tokens = elements.flatMap((element, index) => (index === 0 ? [element] : [',', element]));
  return ['[', ...tokens, ...(comma && elements.length > 0 ? [','] : []), ']'];
};

const DEFINITION = fc.oneof(
  fc.constant<string[]>([]),
  fc.constant(['{', '}']),
  fc
    .record({ key: KEY, list: fc.option(LIST), other: fc.option(LIST), comma: fc.boolean(), otherFirst: fc.boolean() })
    .map(({ key, list, other, comma, otherFirst }) => {
      const parts = [
        ...(list ? [[key, ':', ...tokensOf(list)]] : []),
        ...(other ? [['imports', ':', ...tokensOf(other)]] : []),
      ];
      if (otherFirst) parts.reverse();
      const tokens = parts.flatMap((part, index) => (index === 0 ? part : [',', ...part]));
      return ['{', ...tokens, ...(comma && parts.length > 0 ? [','] : []), '}'];
    }),
);

const FROM = ['from', "'./x/tea.service.js'"];
const OTHER_IMPORT = fc.constantFrom<string[]>(
  [],
  ['import', '{', 'Tea', '}', ...FROM],
  ['import', '{', 'Tea', ',', '}', ...FROM],
  ['import', '{', 'TeaService', '}', ...FROM],
  ['import', '{', 'TeaService', 'as', 'Renamed', '}', ...FROM],
  ['import', 'type', '{', 'TeaService', '}', ...FROM],
  ['import', 'type', '{', 'Tea', ',', 'TeaService', '}', ...FROM],
  ['import', '{', 'type', 'TeaService', ',', 'Tea', '}', ...FROM],
  ['import', '* as tea', ...FROM],
  ['import', 'tea', ',', '{', 'Tea', '}', ...FROM],
  ['import', ...FROM.slice(1)],
);

const SOURCE = fc
  .record({
    other: OTHER_IMPORT,
    definition: DEFINITION,
    end: fc.constantFrom(';', '\n'),
    gaps: fc.array(GAP, { minLength: 40, maxLength: 60 }),
  })
  .map(({ other, definition, end, gaps }) => {
    let index = 0;
    const joined = (tokens: readonly string[]): string =>
      tokens
        .map((token, place) => {
          const gap = place === 0 ? '' : (gaps[index++ % gaps.length] ?? '');
          // Two words need something between them.
          const isGlued = gap === '' && place > 0 && /\w$/.test(tokens[place - 1] as string) && /^[\w*]/.test(token);
          return `${isGlued ? ' ' : gap}${token}`;
        })
        .join('');
    const first = joined(['import', '{', 'Module', 'as', 'M', '}', 'from', "'@tenon/core'"]);
    const second = other.length > 0 ? `${joined(other)}${end}\n` : '';
    return `${first}${end}\n${second}${joined(['@', 'M', '(', ...definition, ')'])}\nexport class AppModule {}\n`;
  });

/** What must not be lost: all but blanks, and the word that makes an import one of a type. */
const kept = (source: string): string => source.replaceAll(/\s|\btype\b/g, '');

function isWithin(part: string, whole: string): boolean {
  let index = 0;
  for (const character of whole) if (character === part[index]) index++;
  return index === part.length;
}

/** Gives what stands in the list by the syntax tree, and the names by which the class is imported as a value. */
function read(source: string): { readonly names: string[]; readonly locals: string[] } {
  const { program, errors } = parseSync('module.ts', source, { showSemanticErrors: true });
  if (errors.length > 0) throw new Error(`${errors[0]?.message}\n${source}`);
  const names: string[] = [];
  const locals: string[] = [];
  new Visitor({
    Property({ key, value }) {
      const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? key.value : undefined;
      if (name !== 'providers' || value.type !== 'ArrayExpression') return;
      for (const element of value.elements) if (element?.type === 'Identifier') names.push(element.name);
    },
    ImportDeclaration({ importKind, specifiers }) {
      for (const specifier of specifiers) {
        if (specifier.type !== 'ImportSpecifier' || specifier.imported.type !== 'Identifier') continue;
        const isValue = importKind !== 'type' && specifier.importKind !== 'type';
        if (isValue && specifier.imported.name === 'TeaService') locals.push(specifier.local.name);
      }
    },
  }).visit(program);
  return { names, locals };
}

test('edits any module: nothing is lost, the class is listed once, and a second time changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(SOURCE, async (source) => {
      const edited = await edit(source);
      const { names, locals } = read(edited);
      expect(locals).toHaveLength(1);
      expect(names.filter((name) => name === locals[0])).toHaveLength(1);
      expect(isWithin(kept(source), kept(edited))).toBe(true);
      expect(await edit(edited)).toBe(edited);
    }),
    { numRuns: 100 },
  );
});
