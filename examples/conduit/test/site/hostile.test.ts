import { expect, test } from '@jest/globals';
import { onConduit } from '../support/conduit.js';
import { holesIn } from '../support/holes.js';
import { Visitor } from '../support/visitor.js';

/** What runs, or opens something that does, on pages that do not look at what they show. */
const MARKUP = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '</title></textarea></script><script>alert(1)</script>',
  '<!--',
  ']]>',
  '{{7*7}}',
  '<%= 7*7 %>',
  '${7*7}',
  '&lt;script&gt;',
  '\u202e\u2066',
];

/** Addresses that are no pages and no pictures. */
const ADDRESSES = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'data:image/svg+xml,<svg onload=alert(1)>',
  'vbscript:x',
  '//evil.example/x.png',
  '\\\\evil.example\\x.png',
  'file:///etc/passwd',
];

onConduit('hostile input of the site', (conduit) => {
  const visitor = () => new Visitor(conduit().app);

  test('shows markup as the text that it is, in each place where something is shown', async () => {
    for (const [index, text] of MARKUP.entries()) {
      const name = `${text}${index}`;
      const mallory = visitor();
      await mallory.open('/register');
      const account = { username: name, email: `mallory-${index}@example.org`, password: 'a long password' };
      await mallory.send('button:contains("Sign up")', account);
      expect([mallory.status, mallory.url]).toEqual([200, '/']);
      await mallory.open('/settings');
      await mallory.send('button:contains("Update Settings")', { bio: text });
      const pages = [mallory.url];
      expect(mallory.text('.user-info p')).toBe(text.replaceAll(/\s+/g, ' ').trim());
      const path = await mallory.write({ title: text, description: text, body: text, tags: text.slice(0, 50) });
      await mallory.send('button:contains("Post Comment")', { body: text });
      expect(mallory.$('h1').text()).toBe(text);
      expect(mallory.texts('.card:not(.comment-form) .card-block')).toEqual([text.trim()]);
      const tags = mallory.$('.article-page .tag-list a').toArray();
      pages.push(path, '/', `/profile/${encodeURIComponent(name)}`, path.replace('/article/', '/editor/'), '/settings');
      pages.push(...tags.map(({ attribs }) => attribs['href']!));
      for (const page of pages) {
        await mallory.open(page);
        expect([page, mallory.status, holesIn(mallory.reply!.text)]).toEqual([page, 200, []]);
      }
      await mallory.open('/editor');
      await mallory.send('button:contains("Publish Article")', {
        title: '',
        description: text,
        body: text,
        tags: text,
      });
      expect([mallory.status, mallory.$('textarea[name="body"]').val()]).toEqual([422, text]);
      expect(holesIn(mallory.reply!.text)).toEqual([]);
    }
  }, 120_000);

  test.each(ADDRESSES)('neither links to %j nor shows it as a picture', async (address) => {
    const name = `address-${Math.random().toString(36).slice(2)}`;
    const mallory = await visitor().join(name);
    const encoded = address.replaceAll(/[\n ]/g, (letter) => encodeURIComponent(letter));
    const body = [
      `[link](${address})`,
      `[link](<${address}>)`,
      `![picture](${address})`,
      `<${address}>`,
      `[link](${encoded})`,
      `[one]\n\n[one]: ${address}`,
      `<a href="${address}">html</a><img src="${address}">`,
      address,
    ].join('\n\n');
    await mallory.write({ body });
    expect(mallory.status).toBe(200);
    expect(holesIn(mallory.reply!.text)).toEqual([]);
    for (const each of mallory.$('.article-content [href], .article-content [src]').toArray())
      expect(each.attribs['href'] ?? each.attribs['src']).not.toMatch(/^\s*(?:javascript|data|vbscript|file):|^\/\//i);
    // The API takes any text for a picture; the site shows none but pictures.
    const { body: joined } = await conduit().app.post<{ user: { token: string } }>('/api/users/login', {
      body: { user: { email: `${name}@example.org`, password: 'a long password' } },
    });
    await conduit().app.put('/api/user', {
      headers: { authorization: `Token ${joined.user.token}` },
      body: { user: { image: address } },
    });
    await mallory.open(`/profile/${name}`);
    expect(mallory.$('.user-img').attr('src')).toBe('/default-avatar.svg');
  });

  test('lets through the Markdown that people want, with links that tell and lend nothing', async () => {
    const ada = await visitor().join('markdown');
    await ada.write({
      body: '# One\n\n- a [link](https://example.org/x "title")\n- ![a picture](https://example.org/p.png)\n\n```\n1 < 2\n```\n\n[here](/tag/wood)',
    });
    expect(ada.texts('.article-content h2')).toEqual(['One']);
    expect(ada.$('.article-content a').first().attr()).toEqual({
      href: 'https://example.org/x',
      title: 'title',
      rel: 'noopener nofollow',
    });
    expect(ada.$('.article-content img').attr()).toMatchObject({ alt: 'a picture', referrerpolicy: 'no-referrer' });
    expect(ada.$('.article-content pre code').text()).toBe('1 < 2\n');
    expect(ada.$('.article-content a').last().attr('href')).toBe('/tag/wood');
  });

  test.each(['.', '..', ' .. ', 'a/../b'])(
    'refuses %j as a name and as a tag: it could not stand in an address',
    async (text) => {
      const ada = await visitor().open('/register');
      const account = { username: text, email: 'dots@example.org', password: 'a long password' };
      expect((await ada.send('button:contains("Sign up")', account)).status).toBe(422);
      const { status } = await conduit().app.post('/api/users', { body: { user: account } });
      expect(status).toBe(422);
      const grace = await visitor().join(`dots-${text.length}`);
      await grace.open('/editor');
      await grace.send('button:contains("Publish Article")', {
        title: 't',
        description: 'd',
        body: 'b',
        tags: `a,${text}`,
      });
      expect([grace.status, grace.$('[name="tags"]').attr('aria-invalid')]).toEqual([422, 'true']);
    },
  );

  test.each([
    ['/?page=0', 422],
    ['/?page=-1', 422],
    ['/?page=1.5', 422],
    ['/?page=1e99', 422],
    ['/?page=9999999999999999999999', 422],
    ['/?page=abc', 422],
    ['/?page=1000000000', 200],
    ['/?page=2&page=3', 422],
    ['/?feed=everything', 422],
    ['/tag/nobody-has-it?page=77', 200],
    ['/tag/..%2f..%2fetc', 404],
    [`/tag/${encodeURIComponent('ü'.repeat(50))}`, 200],
    [`/tag/${'x'.repeat(4000)}`, 404],
    ['/profile/nobody', 404],
    ['/article/%00', 422],
    ['/nowhere', 404],
    ['/views/home.eta', 404],
    ['/%2e%2e/package.json', 404],
    ['/..%2fsrc%2fmain.ts', 404],
    ['/.env', 404],
  ])('answers %s with %d and a page of the site', async (url, status) => {
    const guest = await visitor().open(url);
    expect([guest.status, guest.$('nav.navbar').length]).toEqual([status, 1]);
    expect(holesIn(guest.reply!.text)).toEqual([]);
  });

  test('keeps errors of the API in the API’s own form, whoever asks', async () => {
    const reply = await conduit().app.get('/api/articles/nowhere', {
      headers: { accept: 'text/html,*/*;q=0.8' },
    });
    expect([reply.status, reply.body]).toEqual([404, { errors: { article: ['not found'] } }]);
  });

  test('takes large texts, and refuses larger ones with the form as it was', async () => {
    const ada = await visitor().join('large');
    await ada.write({ body: 'word '.repeat(19_999) });
    expect([ada.status, ada.text('.article-content').length]).toEqual([200, 99_994]);
    await ada.open('/editor');
    const fields = { title: 't', description: 'd', body: 'x'.repeat(100_001) };
    await ada.send('button:contains("Publish Article")', fields);
    expect([ada.status, ada.$('textarea[name="body"]').attr('aria-invalid')]).toEqual([422, 'true']);
  });
});
