import { afterEach, expect, test } from '@jest/globals';
import { type Class, useHost } from '@tenon/core';
import { Tokens } from '@tenon/auth';
import { type App, createApp, HttpException, Module, openApi, provide, SUBJECT_RESOLVER } from '@tenon/http';
import { createTestApp } from '@tenon/testing';
import { Article, BlogModule, Comment, Store } from './blog.js';

afterEach(() => useHost({}));

async function blog(root: Class = BlogModule) {
  const app = await createTestApp(root);
  const as = async (user: string) => ({ authorization: `Bearer ${await app.get(Tokens).sign(user)}` });
  return { app, as };
}

const body = { title: 'New' };

test('hands over the object that the path names, when its policy says yes', async () => {
  const { app, as } = await blog();
  const reply = await app.patch('/articles/first', { headers: await as('1'), body }).expect(200);
  expect(reply.body).toEqual({ slug: 'first', isArticle: true, title: 'New' });
});

test('asks what an application says of its own before what a package says of everything', async () => {
  const everything = { isFallback: true, loaderOf: () => () => undefined };
  @Module({ providers: [provide(SUBJECT_RESOLVER, { useValue: everything })] })
  class PackageModule {}
  @Module({ imports: [PackageModule, BlogModule] })
  class RootModule {}
  const { app, as } = await blog(RootModule);
  await app.patch('/articles/first', { headers: await as('1'), body }).expect(200);
});

test('answers 403 when its policy says no', async () => {
  const { app, as } = await blog();
  const reply = await app.patch('/articles/second', { headers: await as('1'), body }).expect(403);
  expect(reply.body).toMatchObject({ status: 403, code: 'not-permitted', detail: 'You may not do this.' });
});

test('answers 404 where there is no such object, before the body is looked at', async () => {
  const { app, as } = await blog();
  await app.patch('/articles/third', { headers: await as('1'), body: {} }).expect(404);
});

test('answers 401 before it looks whether there is such an object', async () => {
  const { app } = await blog();
  await app.patch('/articles/first', { body }).expect(401);
  await app.patch('/articles/third', { body }).expect(401);
  expect(app.get(Store).loaded).toEqual([]);
});

test('asks an ability without a subject about the user alone', async () => {
  const { app, as } = await blog();
  await app.post('/articles', { headers: await as('1') }).expect(201);
  await app.post('/articles', { headers: await as('2') }).expect(403);
});

test('asks for several subjects of one path, each by its part, and gives policies their services', async () => {
  const { app, as } = await blog();
  await app.delete('/articles/first/comments/7', { headers: await as('1') }).expect(204);
  await app.delete('/articles/second/comments/7', { headers: await as('1') }).expect(403);
  await app.delete('/articles/first/comments/8', { headers: await as('1') }).expect(404);
});

test('tells an application what its refusals are about, and clients nothing of it', async () => {
  const told: unknown[] = [];
  const app = await createTestApp(BlogModule, {
    renderProblem(problem, error) {
      told.push([problem.status, error instanceof HttpException && error.subject]);
      return problem;
    },
  });
  const as = async (user: string) => ({ authorization: `Bearer ${await app.get(Tokens).sign(user)}` });
  const reply = await app.patch('/articles/second', { headers: await as('1'), body }).expect(403);
  expect(Object.keys(reply.body as object)).toEqual(['type', 'title', 'status', 'detail', 'code', 'requestId']);
  await app.patch('/articles/third', { headers: await as('1'), body }).expect(404);
  await app.post('/articles', { headers: await as('2') }).expect(403);
  await app.delete('/articles/first/comments/8', { headers: await as('1') }).expect(404);
  expect(told).toEqual([
    [403, Article],
    [404, Article],
    [403, Article],
    [404, Comment],
  ]);
});

test('loads the object for abilities that are wrapped, take it apart, or have a default', async () => {
  const { app, as } = await blog();
  for (const how of ['wrapped', 'apart', 'by-default']) {
    await app.get(`/articles/first/${how}`, { headers: await as('1') }).expect(204);
    await app.get(`/articles/second/${how}`, { headers: await as('1') }).expect(403);
    await app.get(`/articles/third/${how}`, { headers: await as('1') }).expect(404);
  }
});

test('takes nothing but true for a yes', async () => {
  const { app, as } = await blog();
  await app.get('/articles/first/one', { headers: await as('1') }).expect(403);
  await app.get('/articles/first/failing', { headers: await as('1') }).expect(500);
});

test('is part of the description of the API', async () => {
  const { app } = await blog();
  const { paths } = openApi(app);
  const operation = paths['/articles/{slug}']?.['patch'];
  expect(Object.keys(operation?.responses ?? {})).toEqual(expect.arrayContaining(['401', '403', '404']));
  expect(operation?.security).toEqual([{ token: [] }]);
});

test('can be looked at by tools, to which nothing of the application is made', async () => {
  const looked = Promise.withResolvers<App>();
  useHost({ look: (app) => looked.resolve(app as App) });
  void createApp(BlogModule, { logger: false });
  const steps = (await looked.promise).explain('PATCH', '/articles/first')?.steps.map(({ what }) => what);
  expect(steps).toEqual(expect.arrayContaining(['guard SignedIn', "guard Can('update', Article)"]));
  expect(openApi(await looked.promise).paths['/articles/{slug}']).toBeDefined();
});
