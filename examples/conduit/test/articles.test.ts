import { expect, test } from '@jest/globals';
import type { ArticleReply } from '../src/articles/article-view.js';
import { onConduit, type Person } from './support/conduit.js';

onConduit('articles', (conduit) => {
  const read = async (reader: Person, slug: string) => {
    const { body } = await reader.ask<ArticleReply>('get', `/articles/${slug}`);
    return body.article;
  };

  test('shows an article as it was written, its tags in order', async () => {
    const ada = await conduit().join();
    const written = await ada.write({ title: 'How to cut a Tenon', tagList: ['wood', 'joints', 'wood'] });
    expect(written).toEqual({
      slug: expect.stringMatching(/^how-to-cut-a-tenon-[a-z2-9]{8}$/),
      title: 'How to cut a Tenon',
      description: 'About it',
      body: 'Its text',
      tagList: ['joints', 'wood'],
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updatedAt: written.createdAt,
      favorited: false,
      favoritesCount: 0,
      author: { username: ada.name, bio: null, image: null, following: false },
    });
    expect(await read(conduit().guest, written.slug)).toEqual(written);
  });

  test('gives articles of one title, and of letters that URLs lack, slugs of their own', async () => {
    const ada = await conduit().join();
    const titles = ['The same', 'The same', '木組み', '../../etc?', 'x'.repeat(200)];
    const slugs = await Promise.all(titles.map(async (title) => (await ada.write({ title })).slug));
    expect(new Set(slugs).size).toBe(titles.length);
    for (const slug of slugs) {
      expect(slug).toMatch(/^[a-z0-9-]{1,80}$/);
      expect((await read(ada, slug)).slug).toBe(slug);
    }
  });

  test('changes what is said, and leaves alone what is not', async () => {
    const ada = await conduit().join();
    const first = await ada.write({ tagList: ['one', 'two'] });
    const change = async (article: object, slug = first.slug) =>
      (await ada.ask<ArticleReply>('put', `/articles/${slug}`, { article })).body.article;
    const changed = await change({ body: 'Another text' });
    expect(changed).toEqual(Object.assign({}, first, { body: 'Another text', updatedAt: expect.any(String) }));
    expect(changed.updatedAt > first.updatedAt).toBe(true);
    expect((await change({ tagList: ['two', 'three'] })).tagList).toEqual(['three', 'two']);
    expect((await change({ tagList: [] })).tagList).toEqual([]);
    const renamed = await change({ title: 'Another title' });
    expect(renamed.slug).toMatch(/^another-title-/);
    expect(await read(ada, renamed.slug)).toEqual(renamed);
  });

  test.each([
    ['title', null],
    ['title', ' '],
    ['description', ''],
    ['body', 7],
    ['tagList', null],
    ['tagList', 'wood'],
    ['tagList', ['']],
    ['tagList', [{}]],
  ])('takes no %s that is %j', async (field, value) => {
    const ada = await conduit().join();
    const { slug } = await ada.write();
    const { status, body } = await ada.ask('put', `/articles/${slug}`, { article: { [field]: value } });
    expect([status, body]).toEqual([422, { errors: { [field]: expect.any(Array) } }]);
  });

  test('lets nobody but its author change or remove an article', async () => {
    const [ada, grace] = [await conduit().join(), await conduit().join()];
    const article = await ada.write();
    const path = `/articles/${article.slug}`;
    const forbidden = { errors: { article: ['forbidden'] } };
    expect(await grace.ask('put', path, { article: { body: 'Mine' } })).toMatchObject({ status: 403, body: forbidden });
    expect(await grace.ask('delete', path)).toMatchObject({ status: 403, body: forbidden });
    expect(await read(grace, article.slug)).toEqual(article);
    expect((await ada.ask('delete', path)).status).toBe(204);
    expect((await ada.ask('get', path)).status).toBe(404);
  });

  test('removes with an article what belongs to it', async () => {
    const ada = await conduit().join();
    const { slug } = await ada.write({ tagList: ['lonely'] });
    await ada.ask('post', `/articles/${slug}/favorite`);
    await ada.ask('post', `/articles/${slug}/comments`, { comment: { body: 'Hm.' } });
    const tags = async () => (await ada.ask<{ tags: string[] }>('get', '/tags')).body.tags;
    expect(await tags()).toContain('lonely');
    expect((await ada.ask('delete', `/articles/${slug}`)).status).toBe(204);
    expect(await tags()).not.toContain('lonely');
    expect(await ada.list(`/articles?favorited=${ada.name}`)).toEqual({ articles: [], articlesCount: 0 });
  });

  test('asks who somebody is before it tells whether there is such an article', async () => {
    const ada = await conduit().join();
    const requests = [
      ['put', ''],
      ['delete', ''],
      ['post', '/favorite'],
      ['delete', '/favorite'],
      ['post', '/comments'],
      ['delete', '/comments/1'],
    ] as const;
    for (const [method, path] of requests) {
      const body = path === '/comments' ? { comment: { body: 'Hm.' } } : {};
      expect(await conduit().guest.ask(method, `/articles/none${path}`, body)).toMatchObject({
        status: 401,
        body: { errors: { token: ['is missing'] } },
      });
      expect(await ada.ask(method, `/articles/none${path}`, body)).toMatchObject({
        status: 404,
        body: { errors: { article: ['not found'] } },
      });
    }
  });

  test('likes once, whoever likes from many places at once, and counts all who do', async () => {
    const [ada, grace] = [await conduit().join(), await conduit().join()];
    const { slug } = await ada.write();
    const like = (reader: Person) => reader.ask<ArticleReply>('post', `/articles/${slug}/favorite`);
    const likes = await Promise.all([...Array.from({ length: 10 }, () => like(ada)), like(grace)]);
    expect(new Set(likes.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await read(ada, slug)).toMatchObject({ favorited: true, favoritesCount: 2 });
    const unliked = await Promise.all(
      Array.from({ length: 5 }, () => ada.ask<ArticleReply>('delete', `/articles/${slug}/favorite`)),
    );
    expect(new Set(unliked.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await read(ada, slug)).toMatchObject({ favorited: false, favoritesCount: 1 });
  });

  test('loses nothing that one of many writes at once', async () => {
    const ada = await conduit().join();
    const { slug } = await ada.write({ tagList: ['start'] });
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        ada.ask<ArticleReply>('put', `/articles/${slug}`, {
          article: { body: `by ${index}`, tagList: [`tag-${index}`, 'shared'] },
        }),
      ),
    );
    const taken = replies.filter(({ status }) => status === 200);
    expect(taken.length).toBeGreaterThan(0);
    expect(replies.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
    // What is there is what one of them has written, whole.
    const { body, tagList } = await read(ada, slug);
    const winner = taken.map((reply) => reply.body.article).find((article) => article.body === body);
    expect(tagList).toEqual(winner?.tagList);
  });
});

onConduit('lists', (conduit) => {
  test('shows the newest first, a page at a time, by author, tag and reader', async () => {
    const [ada, grace] = [await conduit().join(), await conduit().join()];
    for (const title of ['one', 'two', 'three']) await ada.write({ title, tagList: [title, 'number'] });
    const { slug } = await grace.write({ title: 'four', tagList: ['number'] });
    await ada.ask('post', `/articles/${slug}/favorite`);
    const titles = async (path: string) => {
      const { articles, articlesCount } = await ada.list(path);
      return [articles.map(({ title }) => title), articlesCount];
    };
    expect(await titles('/articles?tag=number')).toEqual([['four', 'three', 'two', 'one'], 4]);
    expect(await titles('/articles?tag=number&limit=2&offset=1')).toEqual([['three', 'two'], 4]);
    expect(await titles(`/articles?author=${ada.name}&tag=two`)).toEqual([['two'], 1]);
    expect(await titles(`/articles?favorited=${ada.name}`)).toEqual([['four'], 1]);
    expect(await titles('/articles?author=nobody')).toEqual([[], 0]);
    expect(await titles(`/articles?tag=number&offset=${Number.MAX_SAFE_INTEGER}`)).toEqual([[], 4]);
    expect(await titles(`/articles?author=${grace.name}&limit=${Number.MAX_SAFE_INTEGER}`)).toEqual([['four'], 1]);
    const [article] = (await ada.list('/articles?tag=number&limit=1')).articles;
    expect(article).not.toHaveProperty('body');
    expect(article).toMatchObject({ favorited: true, favoritesCount: 1, tagList: ['number'] });
  });

  test('feeds a reader with what those write whom they follow', async () => {
    const [ada, grace] = [await conduit().join(), await conduit().join()];
    await grace.write({ title: 'first' });
    expect(await ada.list('/articles/feed')).toEqual({ articles: [], articlesCount: 0 });
    await ada.ask('post', `/profiles/${grace.name}/follow`);
    await grace.write({ title: 'second' });
    expect(await ada.list('/articles/feed?limit=1')).toMatchObject({
      articles: [{ title: 'second', author: { following: true } }],
      articlesCount: 2,
    });
    expect((await conduit().guest.ask('get', '/articles/feed')).status).toBe(401);
  });

  test('asks the database as often for many articles as for two', async () => {
    const ada = await conduit().join();
    const queries = () => conduit().queriesOf(() => ada.list('/articles?limit=100'));
    const writers: Person[] = [];
    for (let count = 0; count < 2; count++) writers.push(await conduit().join());
    for (const writer of writers) await writer.write({ tagList: ['a', 'b'] });
    const few = await queries();
    for (let count = 0; count < 10; count++) {
      const writer = await conduit().join();
      const { slug } = await writer.write({ tagList: [`t-${count}`, 'a'] });
      await ada.ask('post', `/articles/${slug}/favorite`);
      await ada.ask('post', `/profiles/${writer.name}/follow`);
    }
    expect(few).toBeGreaterThan(0);
    expect(await queries()).toBe(few);
  });

  test.each([
    'limit=0',
    'limit=-1',
    'limit=1.5',
    'limit=ten',
    'limit=',
    'offset=-1',
    'offset=1e30',
    'limit=9007199254740992',
  ])('refuses a page of ?%s', async (query) => {
    const { status, body } = await conduit().guest.ask('get', `/articles?${query}`);
    expect([status, body]).toEqual([422, { errors: { [query.split('=')[0]!]: expect.any(Array) } }]);
  });
});
