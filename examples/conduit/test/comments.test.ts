import { expect, test } from '@jest/globals';
import type { CommentReply, CommentsReply } from '../src/comments/comment-view.js';
import { onConduit, type Person } from './support/conduit.js';

onConduit('comments', (conduit) => {
  const comment = (author: Person, slug: string, body = 'Well said.') =>
    author.ask<CommentReply>('post', `/articles/${slug}/comments`, { comment: { body } });
  const list = async (reader: Person, slug: string) =>
    (await reader.ask<CommentsReply>('get', `/articles/${slug}/comments`)).body.comments;

  test('shows what was said, the newest first, and who has said it', async () => {
    const [ada, grace] = [await conduit().join(), await conduit().join()];
    const { slug } = await ada.write();
    const { status, body } = await comment(grace, slug);
    expect(status).toBe(201);
    expect(body.comment).toEqual({
      id: expect.any(Number),
      body: 'Well said.',
      createdAt: expect.any(String),
      updatedAt: body.comment.createdAt,
      author: { username: grace.name, bio: null, image: null, following: false },
    });
    await comment(ada, slug, 'Thank you.');
    await ada.ask('post', `/profiles/${grace.name}/follow`);
    const [latest, first] = await list(ada, slug);
    expect(latest?.body).toBe('Thank you.');
    expect(first).toMatchObject({ id: body.comment.id, author: { username: grace.name, following: true } });
    expect(await list(conduit().guest, slug)).toHaveLength(2);
  });

  test('lets nobody but its author remove a comment, not even the author of the article', async () => {
    const [ada, grace] = [await conduit().join(), await conduit().join()];
    const { slug } = await ada.write();
    const path = `/articles/${slug}/comments/${(await comment(grace, slug)).body.comment.id}`;
    expect(await ada.ask('delete', path)).toMatchObject({ status: 403, body: { errors: { comment: ['forbidden'] } } });
    expect(await list(ada, slug)).toHaveLength(1);
    expect((await grace.ask('delete', path)).status).toBe(204);
    expect(await list(ada, slug)).toEqual([]);
  });

  test('finds a comment at its own article alone, and none by an id that is none', async () => {
    const ada = await conduit().join();
    const [first, second] = [await ada.write(), await ada.write()];
    const { id } = (await comment(ada, first.slug)).body.comment;
    const ids = [id, 0, -1, 2 ** 31, 2 ** 63, '9'.repeat(80), '1e0', '0x1', `${id}.0`, "1'--", '%00', 'NaN'];
    for (const each of ids) {
      const { status, body } = await ada.ask('delete', `/articles/${second.slug}/comments/${each}`);
      expect([each, status, body]).toEqual([each, 404, { errors: { comment: ['not found'] } }]);
    }
    expect(await list(ada, first.slug)).toHaveLength(1);
  });

  test('asks the database as often for many comments as for two', async () => {
    const ada = await conduit().join();
    const { slug } = await ada.write();
    const say = async (count: number) => {
      for (let index = 0; index < count; index++) await comment(await conduit().join(), slug);
    };
    await say(2);
    const few = await conduit().queriesOf(() => list(ada, slug));
    await say(5);
    expect(few).toBeGreaterThan(0);
    expect(await conduit().queriesOf(() => list(ada, slug))).toBe(few);
  });
});
