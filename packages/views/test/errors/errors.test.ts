import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Controller, createApp, Get, type ModuleDefinition, provide, type TenonError, VIEW_HELPER } from '@tenon/http';
import { Render } from '@tenon/views';
import { folderOf, siteOf, type Templates } from '../site.js';

const GOLDEN = join(import.meta.dirname, 'golden');
const ROOT = join(import.meta.dirname, '../../../..');

@Controller('/articles')
class ArticlePages {
  @Get('/:id')
  @Render('articles/show')
  show() {
    return {};
  }
}

/** Gives the text of what is wrong, without what is different from one run to the next. */
async function textOf(templates: Templates | string, definition: ModuleDefinition = {}): Promise<string> {
  const folder = typeof templates === 'string' ? templates : folderOf(templates);
  const started = createApp(siteOf(folder, definition), { logger: false });
  const error = (await started.catch((failure: unknown) => failure)) as TenonError;
  return error.message
    .replaceAll(folder, 'views')
    .replaceAll(/packages\/views\/test\/errors\/errors\.test\.ts:\d+/g, 'src/article.pages.ts:12');
}

const PAGES = { controllers: [ArticlePages] };
const FAULTS: Readonly<Record<string, () => Promise<string>>> = {
  TENON_VIEWS_NO_FOLDER: () => textOf('no/such/folder', PAGES),
  TENON_VIEWS_NO_VIEW: () => textOf({ 'articles/shwo': 'x' }, PAGES),
  'TENON_VIEWS_NO_VIEW.alone': () => textOf({ home: 'x' }, PAGES),
  TENON_VIEWS_MISSING_TEMPLATE: () =>
    textOf({ page: `<ul>\n  <%= include('partials/itme', { it }) %>\n</ul>`, 'partials/item': '' }),
  'TENON_VIEWS_MISSING_TEMPLATE.layout': () => textOf({ page: `<% layout('../site') %>` }),
  'TENON_VIEWS_MISSING_TEMPLATE.component': () => textOf({ page: `<%= component("card", {}) %>` }),
  TENON_VIEWS_BROKEN_TEMPLATE: () => textOf({ page: '<h1>\n<%= it.title. %>\n</h1>' }),
  'TENON_VIEWS_BROKEN_TEMPLATE.tag': () => textOf({ page: '<h1>\n\n<%= it.title' }),
  TENON_VIEWS_INVALID_HELPER: () => textOf({}, helperCalled('to-money')),
  'TENON_VIEWS_INVALID_HELPER.taken': () => textOf({}, helperCalled('urlFor')),
  'TENON_VIEWS_INVALID_HELPER.twice': () => textOf({}, helperCalled('money', 'money')),
  'TENON_VIEWS_INVALID_HELPER.reserved': () => textOf({}, helperCalled('include')),
};

function helperCalled(...names: readonly string[]): ModuleDefinition {
  class Money {
    constructor(readonly name: string) {}
    forRequest(): void {}
  }
  return { providers: names.map((name) => provide(VIEW_HELPER, { useValue: new Money(name) })) };
}

test.each(Object.keys(FAULTS))('says what is wrong, where, and how to mend it: %s', async (name) => {
  expect(await FAULTS[name]?.()).toMatchGolden(`golden/${name}`);
});

test('tells all faults of all templates together', async () => {
  const text = await textOf({ a: '<%= ( %>', b: `<%= include('x') %><%= include("y") %>` }, PAGES);
  expect(codesIn(text)).toEqual(['TENON_VIEWS_BROKEN_TEMPLATE', 'TENON_VIEWS_MISSING_TEMPLATE', 'TENON_VIEWS_NO_VIEW']);
  expect(text.match(/TENON_VIEWS_MISSING_TEMPLATE:/g)).toHaveLength(2);
});

test('takes nothing for a name of a template that is none', async () => {
  const fine = `<% /* include('x') */ %><%= it.include('x') %><% // layout('y') %><%= include(it.name ?? 'page') %>`;
  const error = await textOf({ page: 'x', fine: `${fine}include('z')` }).catch(() => 'none');
  expect(error).toBe('none');
});

function codesIn(text: string): string[] {
  return [...new Set(text.match(/TENON_VIEWS_[A-Z_]+/g))].toSorted();
}

test('has a golden file and a chapter in docs/errors.md for each code, and no other', async () => {
  const codes = codesIn(await readFile(join(ROOT, 'packages/views/src/errors.ts'), 'utf8'));
  const files = await readdir(GOLDEN);
  const golden = await Promise.all(files.map((file) => readFile(join(GOLDEN, file), 'utf8')));
  expect(codesIn(golden.join('\n'))).toEqual(codes);
  const page = await readFile(join(ROOT, 'docs/errors.md'), 'utf8');
  const headings = page.split('\n').filter((line) => /^#+ TENON_VIEWS_/.test(line));
  expect(codesIn(headings.join('\n'))).toEqual(codes);
});
