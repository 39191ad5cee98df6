import { symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createTestApp } from '@tenon/testing';
import { TemplateError, Views } from '@tenon/views';
import { folderOf, siteOf, startSite, type Templates, writeTemplate } from './site.js';

/** Gives what is thrown when the template `page` is written. */
async function failureOf(templates: Templates, model: object = {}, reload = true): Promise<TemplateError> {
  const folder = folderOf(templates);
  await using app = await createTestApp(siteOf(folder, {}, { reload }));
  try {
    app.get(Views).render('page', model);
  } catch (error) {
    return error as TemplateError;
  }
  throw new Error('It was written.');
}

test('shows a template as its file is now, and the partials within it', async () => {
  const folder = folderOf({ page: `<%= include('part') %>`, part: 'old' });
  await using app = await createTestApp(siteOf(folder, {}, { reload: true }));
  const views = app.get(Views);
  expect(views.render('page')).toBe('old');
  writeTemplate(folder, 'part', 'newer');
  expect(views.render('page')).toBe('newer');
  writeTemplate(folder, 'part', 'other');
  utimesSync(join(folder, 'part.eta'), 1, 1);
  expect(views.render('page')).toBe('other');
});

test('shows it as it was at boot where files are not looked at again', async () => {
  const folder = folderOf({ page: 'old' });
  await using app = await createTestApp(siteOf(folder, {}, { reload: false }));
  writeTemplate(folder, 'page', 'newer');
  writeTemplate(folder, 'added', 'x');
  expect(app.get(Views).render('page')).toBe('old');
  expect(() => app.get(Views).render('added')).toThrow(TemplateError);
});

test.each([true, false])('names the line of a template that fails, and shows it (reload: %j)', async (reload) => {
  const error = await failureOf(
    {
      page: `<h1>\n<% if (true) { %>\n<%= include('part') %>\n<% } %>`,
      part: `a\nb\n<% const a = 1 %><% const b = 2 %>\n\n<%= it.user.name %>\n`,
    },
    {},
    reload,
  );
  expect(error).toBeInstanceOf(TemplateError);
  expect(error.message).toMatch(/part\.eta:5: Cannot read properties of undefined \(reading 'name'\)$/);
  expect(error.line).toBe(5);
  expect(error.frame).toBe(
    `  2 | b\n  3 | <% const a = 1 %><% const b = 2 %>\n  4 |\n> 5 | <%= it.user.name %>\n  6 |`,
  );
  expect(error.stack).toMatch(/\n {4}at .*part\.eta:5:1\n/);
  expect((error.cause as Error).name).toBe('TypeError');
});

test.each([
  ['<% /* many\nlines */ %>\n<%= nothing.x %>', 3],
  ['<%\nconst a = 1;\nconst b = nothing;\n%>', 3],
  ['<% for (const a of [1]) { // a comment\n%><i></i><% nothing() %><% } %>', 2],
  ['<% switch (1) { %>\n<% case 1: { %>\nx\n<%= nothing %>\n<% } } %>', 4],
  ['<% if (it.no) { %>a<% } else { %>\r\n<%= nothing %><% } %>', 2],
  [`<%= component('box', {}, () => { %>\n<b><%= nothing %></b>\n<% }) %>`, 2],
  ['<% throw new Error("x") %>', 1],
  ['\n<% throw "x" %>', undefined],
])('counts the lines of %j as its author does', async (page, line) => {
  const error = await failureOf({ page, 'components/box': '<%= it.body %>' });
  expect(error.line).toBe(line);
  expect(error.file).toMatch(/page\.eta$/);
});

test.each([
  ['a\n<%= it.( %>', 2, 'Unexpected token'],
  ['a\n<% if (x) { %>\nb', 3, 'something that is opened is never closed'],
  ['a\n<%= "b %>', 2, 'unclosed string'],
  ['a\nb\n<%= x', 3, 'unclosed tag'],
  ['\n<%= await it.list %>', 2, 'templates cannot wait'],
])('names the line of %j, which cannot be compiled', async (page, line, problem) => {
  const error = await failureOf({ page });
  expect(error.message).toContain(problem);
  expect(error.line).toBe(line);
  expect(error.frame).toContain(`> ${line} |`);
});

test('says which template is not there, who asks for it, and which may be meant', async () => {
  const error = await failureOf({ page: `\n\n<%= include('partials/crad') %>`, 'partials/card': '' });
  expect(error.message).toMatch(
    /page\.eta:3: there is no template "partials\/crad" in .*, which page asks for; did you mean "partials\/card"\?$/,
  );
});

test.each([true, false])('ends what includes itself (reload: %j)', async (reload) => {
  const error = await failureOf({ page: `<%= include('other') %>`, other: `\n<%= include('page') %>` }, {}, reload);
  expect(error.message).toContain('includes itself');
  expect(error.line).toBeDefined();
});

test('leaves errors of the application to its filters', async () => {
  class Gone extends Error {}
  const error = await failureOf(
    { page: '<%= it.get() %>' },
    {
      get: () => {
        throw new Gone();
      },
    },
  );
  expect(error).toBeInstanceOf(Gone);
});

test('follows no link out of the folder', async () => {
  const outside = folderOf({ secret: 'secret', 'deep/secret': 'secret' });
  const folder = folderOf({ page: 'x', 'a/b': 'y' });
  symlinkSync(join(outside, 'secret.eta'), join(folder, 'file.eta'));
  symlinkSync(join(outside, 'deep'), join(folder, 'folder'));
  symlinkSync(folder, join(folder, 'a/loop'));
  symlinkSync(join(folder, 'a'), join(folder, 'inside'));
  for (const reload of [true, false]) {
    await using app = await createTestApp(siteOf(folder, {}, { reload }));
    for (const name of ['file', 'folder/secret']) expect(() => app.get(Views).render(name)).toThrow(TemplateError);
    expect(app.get(Views).render('inside/b')).toBe('y');
  }
});

test('tells clients nothing of a template that fails, unless they may see it', async () => {
  for (const showErrors of [true, false]) {
    await using app = await startSite({ page: '<%= it.a.b %>' }, {}, { showErrors });
    app.fastify.get('/', (_, reply) => reply.view('page', {}));
    const { text } = await app.get('/', { headers: { accept: 'text/html' } }).expect(500);
    expect(text.includes('page.eta')).toBe(showErrors);
    expect(text).toContain('<h1>Internal Server Error</h1>');
  }
});
