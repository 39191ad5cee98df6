import { expect, test } from '@jest/globals';
import type { ArticlesReply } from '../../src/articles/article-view.js';
import { onConduit } from '../support/conduit.js';
import { Visitor } from '../support/visitor.js';

onConduit('articles of the site', (conduit) => {
  const visitor = () => new Visitor(conduit().app);
  let joined = 0;
  const join = () => visitor().join(`writer-${++joined}`);
  const publish = 'button:contains("Publish Article")';

  test('publishes what is written, changes it, and deletes it', async () => {
    const ada = await join();
    const path = await ada.write({ title: 'On joints', body: '**Wood** moves.', tags: 'wood, joints,, wood ' });
    expect([ada.status, path]).toEqual([200, expect.stringMatching(/^\/article\/on-joints-\w{8}$/)]);
    expect(ada.text('h1')).toBe('On joints');
    expect(ada.$('.article-content strong').text()).toBe('Wood');
    expect(ada.texts('.article-page .tag-pill')).toEqual(['joints', 'wood']);
    await ada.open(ada.$('a:contains("Edit Article")').attr('href')!);
    expect(ada.$('textarea[name="body"]').val()).toBe('**Wood** moves.');
    expect(ada.$('input[placeholder="Enter tags"]').val()).toBe('joints, wood');
    await ada.send(publish, { title: 'On joints and glue', tags: '' });
    expect(ada.text('h1')).toBe('On joints and glue');
    expect(ada.texts('.article-page .tag-pill')).toEqual([]);
    await ada.send('button:contains("Delete Article")');
    expect([ada.url, ada.text('.flash')]).toEqual(['/', '“On joints and glue” is deleted.']);
    expect((await ada.open(path)).status).toBe(404);
  });

  test('gives an article back that lacks something, with all that was typed', async () => {
    const ada = await join();
    await ada.open('/editor');
    const { body } = ada.form(publish);
    await ada.send(publish, { title: ' ', description: 'About', body: 'Text\nof two lines', tags: 'a, b' });
    expect([ada.status, ada.url]).toEqual([422, '/editor']);
    expect(ada.texts('.error-messages li')).toHaveLength(1);
    expect(ada.$('input[name="title"]').attr('aria-invalid')).toBe('true');
    expect(ada.$('textarea[name="body"]').val()).toBe('Text\nof two lines');
    expect(ada.$('input[name="tags"]').val()).toBe('a, b');
    expect(ada.form(publish).body.get('key')).toBe(body.get('key'));
    await ada.send(publish, { title: 'Now it has one' });
    expect([ada.status, ada.text('h1')]).toEqual([200, 'Now it has one']);
  });

  test('publishes once what is sent twice, also at once', async () => {
    const ada = await join();
    await ada.open('/editor');
    const { action, body } = ada.form(publish);
    for (const [name, value] of Object.entries({ title: 'Twice', description: 'd', body: 'b' })) body.set(name, value);
    const tabs = Array.from({ length: 4 }, () => Object.assign(visitor(), { cookies: { ...ada.cookies } }));
    await Promise.all(tabs.map((tab) => tab.post(action, new URLSearchParams(body))));
    await ada.post(action, body);
    expect(new Set([...tabs, ada].map(({ url }) => url)).size).toBe(1);
    const { body: list } = await conduit().app.get<ArticlesReply>(`/api/articles?author=writer-${joined}`);
    expect(list.articlesCount).toBe(1);
  });

  test('shows buttons to whom they belong', async () => {
    const [ada, grace] = [await join(), await join()];
    const path = await ada.write();
    await ada.open(path);
    expect(ada.texts('.article-page .actions .btn')).toEqual(['Edit Article', 'Delete Article']);
    await grace.open(path);
    expect(grace.texts('.article-page .actions button')).toEqual([
      expect.stringMatching(/^Follow writer-/),
      expect.stringMatching(/Favorite Article/),
    ]);
    const guest = await visitor().open(path);
    expect(guest.$('.comment-form').length).toBe(0);
    await guest.open(path.replace('/article/', '/editor/'));
    expect(guest.url).toMatch(/^\/login/);
  });

  test('lets nobody else change or delete an article', async () => {
    const [ada, grace] = [await join(), await join()];
    const path = await ada.write({ title: 'Hers' });
    const editor = path.replace('/article/', '/editor/');
    expect((await grace.open(editor)).status).toBe(403);
    await grace.open('/settings');
    const token = grace.form('button:contains("Update Settings")').body.get('_csrf')!;
    const stolen = { _csrf: token, title: 'Mine', description: 'd', body: 'b', tags: '' };
    expect((await grace.post(`${editor}?_method=PUT`, new URLSearchParams(stolen))).status).toBe(403);
    expect((await grace.post(`${path}?_method=DELETE`, new URLSearchParams({ _csrf: token }))).status).toBe(403);
    expect((await ada.open(path)).text('h1')).toBe('Hers');
  });

  test('takes comments, once each, and lets their authors delete them', async () => {
    const [ada, grace] = [await join(), await join()];
    const path = await ada.write();
    const cards = '.card:not(.comment-form) .card-block';
    await grace.open(path);
    const { action, body } = grace.form('button:contains("Post Comment")');
    body.set('body', 'Well said.\nReally.');
    await grace.post(action, new URLSearchParams(body));
    await grace.post(action, body);
    expect([grace.url, grace.texts(cards)]).toEqual([path, ['Well said. Really.']]);
    expect(grace.$('.mod-options .ion-trash-a').length).toBe(1);
    await ada.open(path);
    expect(ada.$('.mod-options').length).toBe(0);
    await grace.send('.mod-options button');
    expect([grace.url, grace.texts(cards)]).toEqual([path, []]);
  });

  test('gives an empty comment back on the page of its article', async () => {
    const ada = await join();
    const path = await ada.write({ title: 'Commented' });
    await ada.send('button:contains("Post Comment")', { body: '  ' });
    expect([ada.status, ada.text('h1')]).toEqual([422, 'Commented']);
    expect(ada.texts('.error-messages li')).toHaveLength(1);
    expect(ada.$('textarea[name="body"]').attr('aria-invalid')).toBe('true');
    expect((await ada.open(path)).status).toBe(200);
  });

  test('favorites and follows by buttons that say what they do next', async () => {
    const [ada, grace] = [await join(), await join()];
    const path = await ada.write({ title: 'Liked' });
    await grace.open(path);
    await grace.send('.actions .btn-outline-primary');
    expect([grace.url, grace.text('.actions .btn-primary')]).toEqual([path, '♥ Unfavorite Article (1)']);
    const username = `writer-${joined - 1}`;
    await grace.send(`button:contains("Follow ${username}")`);
    expect(grace.$(`button:contains("Unfollow ${username}")`).length).toBe(1);
    await grace.open('/?feed=following');
    expect(grace.texts('.preview-link h2')).toEqual(['Liked']);
    // Within a list one stays there.
    await grace.send('.article-preview .btn-primary');
    expect([grace.url, grace.text('.article-preview .btn-outline-primary')]).toEqual([
      '/?feed=following',
      expect.stringMatching(/0$/),
    ]);
    await grace.open(`/profile/${username}`);
    await grace.send(`button:contains("Unfollow ${username}")`);
    expect(grace.url).toBe(`/profile/${username}`);
    expect((await grace.open('/?feed=following')).text('.empty-feed-message')).toContain('No articles are here');
  });

  test('sends guests to the sign-in page who want more than to read', async () => {
    const path = await (await join()).write();
    const guest = await visitor().open(path);
    for (const selector of ['.actions .btn-outline-primary', '.actions .btn-outline-secondary']) {
      const { action, body } = guest.form(selector);
      expect([action, body.get('next')]).toEqual(['/login', path]);
    }
    for (const url of ['/editor', '/settings', '/?feed=following'])
      expect((await visitor().open(url)).url).toMatch(/^\/login\?next=/);
    // Nothing is remembered of who only reads.
    await guest.open('/');
    expect(guest.cookies).toEqual({});
  });

  test('refuses to lead elsewhere after a button', async () => {
    const path = await (await join()).write();
    const ada = await join();
    await ada.open(path);
    await ada.send('.actions .btn-outline-primary', { next: 'https://evil.example/' });
    expect([ada.status, ada.url]).toEqual([200, path]);
  });
});
