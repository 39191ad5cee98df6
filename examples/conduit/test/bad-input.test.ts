import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ArticleReply } from '../src/articles/article-view.js';
import { onConduit } from './support/conduit.js';

/** What breaks programs that put texts together into SQL, paths or patterns; what databases cannot keep; what is large. */
const HOSTILE = [
  "'; drop table article; --",
  '" or 1=1 --',
  "\\'; select pg_sleep(5); --",
  '%',
  '_',
  '?',
  ':slug',
  '$1',
  '{{uid}}',
  '__proto__',
  'constructor',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e\u0301',
  '💥'.repeat(20),
  'x'.repeat(60),
];

const WRONG_SHAPES = [
  null,
  true,
  7,
  '"text"',
  [],
  [[]],
  {},
  { user: null },
  { user: [] },
  { user: 'ada' },
  { user: { username: {} } },
];

onConduit('bad input', (conduit) => {
  test.each(HOSTILE)('takes %j as what it is, or refuses it', async (text) => {
    const ada = await conduit().join();
    const user = { username: text, email: 'hostile@example.org', password: 'a long password' };
    const replies = [
      await ada.ask('post', '/users', { user }),
      await ada.ask('post', '/users/login', { user: { email: text, password: text } }),
      await ada.ask('put', '/user', { user: { bio: text, image: text } }),
      await ada.ask('get', `/profiles/${encodeURIComponent(text.toWellFormed())}`),
      await ada.ask('get', `/articles/${encodeURIComponent(text.toWellFormed())}`),
      await ada.ask('get', `/articles?tag=${encodeURIComponent(text.toWellFormed())}`),
      await ada.ask(
        'get',
        `/articles?author=${encodeURIComponent(text.toWellFormed())}&favorited=${encodeURIComponent(text.toWellFormed())}`,
      ),
    ];
    expect(replies.filter(({ status }) => status >= 500)).toEqual([]);
    const { status, body } = await ada.ask<ArticleReply>('post', '/articles', {
      article: { title: text, description: text, body: text, tagList: [text] },
    });
    expect([201, 400, 422]).toContain(status);
    if (status !== 201) return;
    const { slug } = body.article;
    expect(body.article).toMatchObject({ title: text, description: text, body: text, tagList: [text.trim()] });
    expect((await ada.ask<ArticleReply>('get', `/articles/${slug}`)).body).toEqual(body);
    expect((await ada.list(`/articles?tag=${encodeURIComponent(text)}`)).articles).toMatchObject([{ slug }]);
  });

  test.each(WRONG_SHAPES)('refuses a body that is %j', async (body) => {
    const ada = await conduit().join();
    for (const [method, path] of [
      ['post', '/users'],
      ['post', '/users/login'],
      ['post', '/articles'],
    ] as const) {
      const reply = await ada.ask<{ errors: object }>(method, path, body);
      expect([400, 415, 422]).toContain(reply.status);
      expect(reply.body.errors).toBeInstanceOf(Object);
    }
  });

  test('answers whatever JSON comes with something else than a failure', async () => {
    const ada = await conduit().join();
    const { slug } = await ada.write();
    const routes = [
      ['post', '/users', 'user'],
      ['put', '/user', 'user'],
      ['post', '/articles', 'article'],
      ['put', `/articles/${slug}`, 'article'],
      ['post', `/articles/${slug}/comments`, 'comment'],
    ] as const;
    const names = ['username', 'email', 'password', 'bio', 'image', 'title', 'description', 'body', 'tagList'];
    const content = fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...routes), content, async ([method, path, wrapper], inner) => {
        const { status } = await ada.ask(method, path, { [wrapper]: inner });
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 150 },
    );
  });
});
