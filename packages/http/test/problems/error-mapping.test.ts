import { expect, test } from '@jest/globals';
import {
  type AppOptions,
  BadRequestException,
  Body,
  ConflictException,
  Controller,
  createApp,
  ERROR_MAPPING,
  type ErrorMeaning,
  Module,
  Post,
  provide,
} from '@tenon/http';

class StorageError extends Error {
  constructor(readonly meaning: ErrorMeaning) {
    super('disk /dev/sda1: SMART 0x17');
  }
}

/** What the handler throws. */
let thrown: unknown;

@Controller('/files')
class FileController {
  @Post()
  add(@Body({ unvalidated: true }) _body: object): void {
    throw thrown as Error;
  }
}

@Module({
  providers: [
    provide(ERROR_MAPPING, { useValue: (error) => (error instanceof StorageError ? error.meaning : undefined) }),
  ],
})
class StorageModule {}

@Module({
  imports: [StorageModule],
  providers: [
    provide(ERROR_MAPPING, { useValue: () => ({ kind: 'unavailable', code: 'other', detail: 'Something else.' }) }),
  ],
  controllers: [FileController],
})
class AppModule {}

async function replyTo(error: unknown, options: AppOptions = {}, payload: object = {}) {
  thrown = error;
  await using app = await createApp(AppModule, { logger: false, showErrors: false, ...options });
  const reply = await app.inject({ method: 'POST', url: '/files', payload });
  const { requestId, ...body } = reply.json<Record<string, unknown>>();
  expect(requestId).toBeDefined();
  return { status: reply.statusCode, body, retryAfter: reply.headers['retry-after'] };
}

test('answers what cannot be taken with the status that the application has for what is not valid', async () => {
  const error = new StorageError({ kind: 'invalid', code: 'length', detail: 'A text is too long.' });
  expect(await replyTo(error, { validationStatus: 400 })).toMatchObject({ status: 400, body: { code: 'length' } });
});

test.each([
  ['not-found', 404],
  ['conflict', 409],
  ['invalid', 422],
  ['unavailable', 503],
] as const)('answers what a module calls %s with %i', async (kind, status) => {
  const { body, ...reply } = await replyTo(new StorageError({ kind, code: 'quota', detail: 'It is.' }));
  expect(reply.status).toBe(status);
  expect(body).toMatchObject({ status, code: 'quota', detail: 'It is.' });
  expect(body).not.toHaveProperty('errors');
});

test('says when to try again', async () => {
  const meaning = { kind: 'unavailable', code: 'busy', detail: 'Busy.', retryAfterSeconds: 7 } as const;
  expect((await replyTo(new StorageError(meaning))).retryAfter).toBe('7');
});

test('points to fields that the body has, and names the others', async () => {
  const fields = ['name', 'owner', 'constructor'].map((name) => ({ name, code: 'unique', message: 'taken' }));
  const error = new StorageError({ kind: 'conflict', code: 'unique', detail: 'Taken.', fields });
  const { body } = await replyTo(error, {}, { name: 'a.txt' });
  expect(body['errors']).toEqual([
    { in: 'body', pointer: '#/name', name: 'name', code: 'unique', message: 'taken' },
    { in: 'body', name: 'owner', code: 'unique', message: 'taken' },
    { in: 'body', name: 'constructor', code: 'unique', message: 'taken' },
  ]);
});

test('believes the first module that knows an error', async () => {
  const { body } = await replyTo(new Error('unknown'));
  expect(body['code']).toBe('other');
});

test('leaves exceptions for clients alone', async () => {
  expect((await replyTo(new BadRequestException('No.'))).status).toBe(400);
});

test.each([
  ['at once', () => new ConflictException('Ours.')],
  ['later', async () => new ConflictException('Ours.')],
])('asks mapError first, which may answer %s', async (_, mapError) => {
  const { body } = await replyTo(new StorageError({ kind: 'invalid', code: 'a', detail: 'B.' }), { mapError });
  expect(body).toMatchObject({ status: 409, detail: 'Ours.' });
});

test.each([
  ['at once', () => undefined],
  ['later', async () => undefined],
])('goes on to the modules where mapError has nothing to say, %s', async (_, mapError) => {
  const { body } = await replyTo(new StorageError({ kind: 'invalid', code: 'a', detail: 'B.' }), { mapError });
  expect(body).toMatchObject({ status: 422, code: 'a' });
});
