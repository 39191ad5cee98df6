import { expect, test } from '@jest/globals';
import { onConduit } from '../support/conduit.js';
import { Visitor } from '../support/visitor.js';

onConduit('accounts of the site', (conduit) => {
  const visitor = () => new Visitor(conduit().app);
  const account = (name: string) => ({ username: name, email: `${name}@example.org`, password: 'a long password' });

  test('shows a guest how to come in, and a member the way to what is theirs', async () => {
    const ada = await visitor().open('/');
    expect(ada.texts('.navbar .nav-link')).toEqual(['Home', 'Sign in', 'Sign up']);
    await ada.join('ada');
    expect([ada.status, ada.url]).toEqual([200, '/']);
    expect(ada.texts('.navbar .nav-link')).toEqual(['Home', 'New Article', 'Settings', 'ada']);
    expect(ada.text('.flash')).toBe('Welcome, ada!');
    expect(ada.$('.navbar .user-pic').attr('src')).toContain('default-avatar.svg');
    await ada.open('/');
    expect(ada.text('.flash')).toBe('');
  });

  test('gives a form back with what was typed and what is wrong, and never a password', async () => {
    const grace = await visitor().open('/register');
    await grace.send('button:contains("Sign up")', { username: 'grace', email: 'nonsense', password: 'short' });
    expect([grace.status, grace.url]).toEqual([422, '/register']);
    expect(grace.texts('.error-messages li')).toHaveLength(2);
    expect(grace.$('input[name="username"]').val()).toBe('grace');
    expect(grace.$('input[name="email"]').val()).toBe('nonsense');
    expect(grace.$('input[name="email"]').attr('aria-invalid')).toBe('true');
    expect(grace.$('input[name="password"]').val() ?? '').toBe('');
    await grace.send('button:contains("Sign up")', { email: 'grace@example.org', password: 'a long password' });
    expect([grace.status, grace.url]).toEqual([200, '/']);
  });

  test.each(['username', 'email'])('tells at its field that a %s is taken', async (field) => {
    await visitor().join(`first-${field}`);
    const other = { ...account(`second-${field}`), [field]: account(`first-${field}`)[field as 'email'] };
    const second = await visitor().open('/register');
    await second.send('button:contains("Sign up")', other);
    expect(second.status).toBe(409);
    expect(second.$(`[name="${field}"]`).attr('aria-invalid')).toBe('true');
    expect(second.text('.error-messages')).toMatch(/taken|already/);
  });

  test('signs in by the right password alone', async () => {
    await visitor().join('hedy');
    const hedy = await visitor().open('/login');
    await hedy.send('button:contains("Sign in")', { email: 'hedy@example.org', password: 'another password' });
    expect([hedy.status, hedy.url]).toEqual([401, '/login']);
    expect(hedy.texts('.error-messages li')).toHaveLength(1);
    expect(hedy.$('input[name="email"]').val()).toBe('hedy@example.org');
    await hedy.send('button:contains("Sign in")', { password: 'a long password' });
    expect([hedy.status, hedy.url]).toEqual([200, '/']);
    expect(hedy.texts('.navbar .nav-link')).toContain('hedy');
  });

  test('brings who has signed in to the page that they wanted', async () => {
    await visitor().join('jean');
    const jean = await visitor().open('/settings');
    expect(jean.url).toMatch(/^\/login\?next=/);
    await jean.send('button:contains("Sign in")', { email: 'jean@example.org', password: 'a long password' });
    expect([jean.status, jean.url]).toEqual([200, '/settings']);
  });

  test.each(['https://evil.example/', '//evil.example', '/\\evil.example', '/\t/evil.example', 'javascript:alert(1)'])(
    'leads nobody to %j who signs in',
    async (next) => {
      const name = `victim-${Math.random()}`.replace('.', '');
      await visitor().join(name);
      const victim = await visitor().open(`/login?next=${encodeURIComponent(next)}`);
      expect(victim.$('input[name="next"]').val() ?? '').toBe('');
      await victim.send('button:contains("Sign in")', {
        email: `${name}@example.org`,
        password: 'a long password',
        next,
      });
      expect([victim.status, victim.url]).toEqual([200, '/']);
    },
  );

  test('changes settings, and leaves alone what stays empty', async () => {
    const rosa = await visitor().join('rosa');
    await rosa.open('/settings');
    await rosa.send('button:contains("Update Settings")', { bio: 'Writes.', image: 'https://example.org/rosa.png' });
    expect([rosa.status, rosa.url]).toEqual([200, '/profile/rosa']);
    expect(rosa.text('.user-info')).toContain('Writes.');
    expect(rosa.$('.user-img').attr('src')).toBe('https://example.org/rosa.png');
    await rosa.open('/settings');
    expect(rosa.$('textarea[name="bio"]').val()).toBe('Writes.');
    expect(rosa.$('input[name="password"]').val() ?? '').toBe('');
    await rosa.send('button:contains("Update Settings")', { bio: '', image: '' });
    expect(rosa.text('.user-info')).not.toContain('Writes.');
    expect(rosa.$('.user-img').attr('src')).toContain('default-avatar.svg');
    await visitor().open('/login');
    const again = await visitor().open('/login');
    await again.send('button:contains("Sign in")', { email: 'rosa@example.org', password: 'a long password' });
    expect(again.url).toBe('/');
  });

  test('refuses settings that are not good, at their fields', async () => {
    const mary = await visitor().join('mary');
    await mary.open('/settings');
    await mary.send('button:contains("Update Settings")', { image: 'javascript:alert(1)', username: ' ' });
    expect(mary.status).toBe(422);
    for (const field of ['image', 'username']) expect(mary.$(`[name="${field}"]`).attr('aria-invalid')).toBe('true');
    expect(mary.$('input[name="image"]').val()).toBe('javascript:alert(1)');
    expect((await mary.open('/profile/mary')).status).toBe(200);
  });

  test('forgets who signs out, whoever has kept the cookie', async () => {
    const lise = await visitor().join('lise');
    const kept = { ...lise.cookies };
    await lise.open('/settings');
    await lise.send('button:contains("Or click here to logout")');
    expect(lise.texts('.navbar .nav-link')).toEqual(['Home', 'Sign in', 'Sign up']);
    const thief = visitor();
    Object.assign(thief.cookies, kept);
    expect((await thief.open('/settings')).url).toMatch(/^\/login/);
  });

  test('signs out all other browsers where a new password is set, and not where the rest is changed', async () => {
    const here = await visitor().join('barbara');
    const there = await visitor().open('/login');
    await there.send('button:contains("Sign in")', { email: 'barbara@example.org', password: 'a long password' });
    await here.open('/settings');
    await here.send('button:contains("Update")', { bio: 'Abstract.' });
    await there.open('/settings');
    expect(there.url).toBe('/settings');
    await here.open('/settings');
    await here.send('button:contains("Update")', { password: 'another long password' });
    expect([here.status, here.url]).toEqual([200, '/profile/barbara']);
    expect(here.texts('.navbar .nav-link')).toContain('barbara');
    await there.open('/settings');
    expect(there.url).toMatch(/^\/login/);
  });

  test('gives nobody a token of the API for a session', async () => {
    const kay = await visitor().join('kay');
    const { status } = await conduit().app.get('/api/user', { cookies: { ...kay.cookies } });
    expect(status).toBe(401);
  });

  test('refuses forms without a token, with an invented one, and with that of another session', async () => {
    const ada = await visitor().join('sofia');
    const fields = { image: '', username: 'taken over', bio: '', email: 'evil@example.org', password: '' };
    const stranger = await visitor().join('stranger');
    await stranger.open('/settings');
    const foreign = stranger.form('button:contains("Update Settings")').body.get('_csrf')!;
    for (const token of [undefined, 'invented', foreign]) {
      const body = new URLSearchParams({ ...fields, ...(token !== undefined && { _csrf: token }) });
      await ada.post('/settings?_method=PUT', body);
      expect(ada.status).toBe(403);
      expect(ada.reply?.headers['content-type']).toContain('text/html');
    }
    expect((await ada.open('/profile/sofia')).status).toBe(200);
    // Not even that somebody else is signed in.
    const guest = visitor();
    await guest.post('/login', new URLSearchParams({ email: 'sofia@example.org', password: 'a long password' }));
    expect(guest.status).toBe(403);
  });
});
