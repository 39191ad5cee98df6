import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import multipart from '@fastify/multipart';
import { beforeAll, expect, test } from '@jest/globals';
import { IsInt, IsString } from '@tenon/dto';
import { Controller, type FastifyRequest, MultipartBody, Post, Req, type Upload, UploadedFile } from '@tenon/http';
import { listen, serve } from '../support/serve.js';
import { encode, PNG } from './form.js';

class Entry {
  @IsString() title!: string;
  @IsInt() year!: number;
}

@Controller()
class Entries {
  @Post('/entries') async add(@MultipartBody() input: Entry, @UploadedFile('photo') photo: Upload) {
    const { fileName, size, path } = photo;
    const hash = createHash('sha256');
    for await (const piece of photo.stream()) hash.update(piece as Buffer);
    return { input, fileName, size, isOnDisk: path !== undefined, hash: hash.digest('hex') };
  }
  @Post('/images') image(@UploadedFile('photo', { types: ['image/*'] }) { type }: Upload) {
    return { type };
  }
  @Post('/plugin') async plugin(@Req() request: FastifyRequest) {
    const file = await request.file();
    return { name: file?.filename, size: (await file?.toBuffer())?.length };
  }
}

const LARGE = Buffer.alloc(3_000_000, 'The quick brown fox jumps over the lazy dog. ');
const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clients-'));
  await writeFile(join(folder, 'a "large" one.txt'), LARGE);
  await writeFile(join(folder, 'photo.png'), PNG);
});

const expected = {
  input: { title: 'Füchse & "Hunde"', year: 2026 },
  fileName: 'a "large" one.txt',
  size: LARGE.length,
  isOnDisk: true,
  hash: createHash('sha256').update(LARGE).digest('hex'),
};

test('takes what fetch sends, of a file on disk', async () => {
  const { url } = await listen(Entries);
  const form = new FormData();
  form.append('title', 'Füchse & "Hunde"');
  form.append('year', '2026');
  form.append('photo', await openAsBlob(join(folder, 'a "large" one.txt')), 'a "large" one.txt');
  const reply = await fetch(`${url}/entries`, { method: 'POST', body: form });
  expect(await reply.json()).toEqual(expected);
});

test('takes what curl sends', async () => {
  const { url } = await listen(Entries);
  const large = `photo=@"${join(folder, 'a \\"large\\" one.txt')}"`;
  const texts = ['-F', 'title=Füchse & "Hunde"', '-F', 'year=2026'];
  const { stdout } = await run('curl', ['-s', ...texts, '-F', large, `${url}/entries`]);
  expect(JSON.parse(stdout)).toEqual(expected);
  const small = `photo=@${join(folder, 'photo.png')};type=text/html`;
  const image = await run('curl', ['-s', '-F', small, '-H', 'Transfer-Encoding: chunked', `${url}/images`]);
  expect(JSON.parse(image.stdout)).toEqual({ type: 'image/png' });
});

test.each([false, true])('leaves other routes to @fastify/multipart, with fields in the body: %s', async (attaches) => {
  const app = await serve(Entries);
  app.register(multipart, attaches ? { attachFieldsToBody: 'keyValues' } : {});
  const form = new FormData();
  form.append('title', 'x');
  form.append('year', '1');
  form.append('photo', new File([PNG], 'a.png'));
  const send = async (url: string) => app.inject({ method: 'POST', url, ...(await encode(form)) });
  expect((await send('/entries')).json()).toMatchObject({ input: { title: 'x', year: 1 }, fileName: 'a.png' });
  expect((await send('/images')).json()).toEqual({ type: 'image/png' });
  if (!attaches) expect((await send('/plugin')).json()).toEqual({ name: 'a.png', size: PNG.length });
});
