import 'reflect-metadata';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { beforeEach, expect, test } from '@jest/globals';
import { IsString } from '@tenon/dto';
import {
  type App,
  type CanActivate,
  Controller,
  Injectable,
  MultipartBody,
  Post,
  ReadsBody,
  type RequestContext,
  Signal,
  type Upload,
  UploadedFile,
  UploadedFiles,
  UploadStream,
  UseGuards,
} from '@tenon/http';
import { listen, serve } from '../support/serve.js';
import { pause, until } from '../support/socket.js';
import { begin, BOUNDARY, chunk, encode, END, field, file, PNG, post } from './form.js';

let directory = '';
let uploads: { directory: string };
const seen: string[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'uploads-'));
  uploads = { directory };
  seen.length = 0;
  brake = new Brake();
});

/** Everything that lies in the folders of uploads. */
async function left(): Promise<string[]> {
  const folders = await readdir(directory);
  const lists = await Promise.all(folders.map((folder) => readdir(join(directory, folder)).catch(() => [])));
  return lists.flat();
}

/** Waits until as many files lie there. */
async function remain(count: number): Promise<void> {
  const end = performance.now() + 5000;
  while ((await left()).length !== count) {
    if (performance.now() > end) throw new Error(`there were never ${count} files`);
    await pause(5);
  }
}

class Title {
  @IsString() title!: string;
}

@Injectable()
@ReadsBody()
class NoSpam implements CanActivate {
  canActivate({ request }: RequestContext) {
    seen.push(`guard sees ${JSON.stringify(request.body)}`);
    return (request.body as Title).title !== 'spam';
  }
}

/** What holds up whoever writes, until it is let go. */
class Brake {
  isOn = true;
  #go = (): void => {};
  slow(): Writable {
    return new Writable({ write: (_, __, done) => void (this.isOn ? (this.#go = done) : done()) });
  }
  release(): void {
    this.isOn = false;
    this.#go();
  }
}
let brake = new Brake();

@Controller()
class Files {
  @Post('/disk') async disk(@UploadedFile('file', { to: 'disk' }) upload: Upload) {
    seen.push(...(await left()).map(() => 'on disk'));
    return { size: upload.size };
  }
  @Post('/throws') throws(@UploadedFile('file', { to: 'disk' }) _: Upload) {
    throw new Error('out of luck');
  }
  @Post('/invalid') invalid(@MultipartBody() title: Title, @UploadedFile('file', { to: 'disk' }) _: Upload) {
    return title;
  }
  @Post('/waits') async waits(@UploadedFile('file', { to: 'disk' }) _: Upload, @Signal() signal: AbortSignal) {
    seen.push('waiting');
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  }
  @Post('/save') async save(@UploadedFile('file') upload: Upload, @UploadedFile('to') to: Upload) {
    const path = await to.text();
    await upload.saveTo(path);
    await upload.saveTo(`${path}.2`);
    return { text: await upload.text(), path: upload.path };
  }
  @Post('/lost') async lost(@UploadedFile('file') upload: Upload, @UploadedFile('to') to: Upload) {
    try {
      await upload.saveTo(await to.text());
    } catch (error) {
      seen.push((error as Error).message, (error as NodeJS.ErrnoException).code ?? '');
    }
  }
  @Post('/guarded') @UseGuards(() => false) guarded(@UploadedFile('file') _: Upload) {}
  @Post('/late') @UseGuards(NoSpam) late(@UploadedFile('file', { to: 'disk' }) { size }: Upload) {
    return { size };
  }
  @Post('/stream') async stream(
    @MultipartBody() { title }: Title,
    @UploadedFile('file', { to: 'handler', maxSize: 100_000 }) upload: UploadStream,
  ) {
    seen.push(`handler has ${title}, ${upload.fileName}`);
    let size = 0;
    for await (const piece of upload) {
      size += (piece as Buffer).length;
      seen.push(`${size} bytes`);
    }
    return { size };
  }
  @Post('/piped') async piped(@UploadedFile('file', { to: 'handler', maxSize: 50_000_000 }) upload: UploadStream) {
    await pipeline(upload, brake.slow());
    return 'done';
  }
  @Post('/unread') unread(@UploadedFile('file', { to: 'handler', optional: true }) upload?: UploadStream) {
    return { has: upload instanceof UploadStream };
  }
  @Post('/typed') typed(@UploadedFile('file', { to: 'handler', types: ['image/*'] }) { type }: UploadStream) {
    return { type };
  }
  @Post('/streams') async streams(
    @UploadedFiles('file', { to: 'handler', maxFiles: 3 }) all: AsyncIterable<UploadStream>,
  ) {
    const found: string[] = [];
    for await (const each of all) {
      found.push(each.fileName === 'skip' ? 'skipped' : `${each.fileName}: ${String(await each.toArray())}`);
    }
    return found;
  }
  @Post('/sink') sink(@UploadedFile('file', { to: slowSink, maxSize: 50_000_000 }) { size }: Upload) {
    return { size };
  }
  @Post('/broken-sink') broken(@UploadedFile('file', { to: brokenSink }) { size }: Upload) {
    return { size };
  }
}

function slowSink() {
  const stream = brake.slow();
  seen.push('sink opened');
  stream.on('close', () => seen.push(stream.errored ? 'sink destroyed' : 'sink ended'));
  return stream;
}

function brokenSink() {
  return new Writable({
    write: (_, __, done) => done(Object.assign(new Error('the disk is full'), { statusCode: 404 })),
  });
}

const FILE = file('file', 'a.txt', 'x'.repeat(1000));
const HEAD = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n`;

const started = async (): Promise<App> => serve(Files, { uploads, showErrors: false });

test('removes a file once the reply was sent', async () => {
  expect((await post(await started(), '/disk', FILE + END)).json()).toEqual({ size: 1000 });
  expect(seen).toEqual(['on disk']);
  await remain(0);
});

test.each([
  ['a handler that throws', '/throws', FILE + END, 500],
  ['input that is not valid', '/invalid', FILE + END, 422],
  ['a form that is too large behind it', '/disk', FILE + field('a', 'x'.repeat(300_000)) + END, 413],
  ['a form that is broken behind it', '/disk', FILE, 400],
  ['a guard that refuses what it has read', '/late', FILE + field('title', 'spam') + END, 403],
])('removes a file after %s', async (_, url, body, status) => {
  expect((await post(await started(), url, body)).statusCode).toBe(status);
  await remain(0);
});

test('removes what has come of a file whose client goes away', async () => {
  const { port } = await listen(Files, { uploads });
  const wire = begin(port, '/disk', 'Content-Length: 500000');
  wire.write(`${HEAD}${'x'.repeat(300_000)}`);
  await remain(1);
  wire.goAway();
  await remain(0);
  expect(seen).toEqual([]);
});

test('removes a file whose client goes away while the handler runs', async () => {
  const { port } = await listen(Files, { uploads });
  const wire = begin(port, '/waits', `Content-Length: ${FILE.length + END.length}`);
  wire.write(FILE + END);
  await until(() => seen.length > 0, 'the handler runs');
  expect(await left()).toHaveLength(1);
  wire.goAway();
  await remain(0);
});

test('removes its folder when the application ends', async () => {
  const app = await started();
  await post(app, '/disk', FILE + END);
  expect(await readdir(directory)).toHaveLength(1);
  await app.close();
  expect(await readdir(directory)).toEqual([]);
});

test('makes its folder anew where somebody has tidied up', async () => {
  const app = await started();
  await post(app, '/disk', FILE + END);
  const [folder] = await readdir(directory);
  await rm(join(directory, folder as string), { recursive: true });
  expect((await post(app, '/disk', FILE + END)).json()).toEqual({ size: 1000 });
});

test.each([10, 100_000])('saves a file of %i bytes, moves it, and overwrites nothing', async (size) => {
  const app = await started();
  const path = join(directory, 'saved');
  const body = file('file', 'a.txt', 'x'.repeat(size)) + file('to', 'to.txt', path) + END;
  expect((await post(app, '/save', body)).json()).toEqual({
    text: 'x'.repeat(size),
    path: size > 10 ? `${path}.2` : undefined,
  });
  expect(await readFile(`${path}.2`, 'utf8')).toBe('x'.repeat(size));
  expect(((await stat(`${path}.2`)).mode & 0o777).toString(8)).toBe('600');
  await writeFile(path, 'mine');
  expect((await post(app, '/save', body)).statusCode).toBe(500);
  expect(await readFile(path, 'utf8')).toBe('mine');
});

test.each([10, 100_000])(
  'names the folder that is not there, where a file of %i bytes is to be saved',
  async (size) => {
    const folder = join(directory, 'lost');
    const body = file('file', 'a.txt', 'x'.repeat(size)) + file('to', 'to.txt', join(folder, 'saved')) + END;
    await post(await started(), '/lost', body);
    expect(seen).toEqual([
      `There is no folder ${folder} to save an upload in. Make it before requests come, such as in onInit: ` +
        `await mkdir("${folder}", { recursive: true }).`,
      'ENOENT',
    ]);
  },
);

test('asks guards before a byte of the form is read', async () => {
  const { port } = await listen(Files, { uploads });
  const wire = begin(port, '/guarded', 'Content-Length: 500000\r\nExpect: 100-continue');
  const text = await wire.until('}');
  expect(text).toMatch(/^HTTP\/1\.1 403 /);
  expect(text).not.toContain('100 Continue');
  wire.goAway();
});

test('lets guards that wait for the body see the texts', async () => {
  expect((await post(await started(), '/late', FILE + field('title', 'ham') + END)).json()).toEqual({ size: 1000 });
  expect(seen).toEqual(['guard sees {"title":"ham"}']);
});

test('runs the handler while the file comes', async () => {
  const { port } = await listen(Files, { uploads });
  const wire = begin(port, '/stream', 'Transfer-Encoding: chunked');
  wire.write(chunk(`${field('title', 'Ada')}${HEAD}first`));
  await until(() => seen.length === 2, 'the handler has the first bytes');
  wire.write(chunk('second'));
  await until(() => seen.length === 3, 'the handler has the next bytes');
  wire.write(chunk(`\r\n${END}`));
  wire.write('0\r\n\r\n');
  await wire.until('{"size":11}');
  expect(seen).toEqual(['handler has Ada, a.txt', '5 bytes', '11 bytes']);
  wire.goAway();
});

test('lets a handler that reads fail with what is wrong', async () => {
  const app = await started();
  const form = (size: number) => field('title', 'Ada') + file('file', 'a', 'x'.repeat(size));
  expect((await post(app, '/stream', form(100_001) + END)).json()).toMatchObject({
    status: 413,
    code: 'file-too-large',
  });
  expect((await post(app, '/stream', form(100))).json()).toMatchObject({ status: 400, code: 'invalid-multipart' });
  expect((await post(app, '/stream', FILE + END)).json()).toMatchObject({
    status: 422,
    errors: [{ pointer: '#/title' }],
  });
  const text = file('file', 'a.png', 'no image', 'image/png') + END;
  expect((await post(app, '/typed', text)).json()).toMatchObject({ status: 422, errors: [{ code: 'fileType' }] });
  const image = new FormData();
  image.append('file', new File([PNG], 'a'));
  expect((await app.inject({ method: 'POST', url: '/typed', ...(await encode(image)) })).json()).toEqual({
    type: 'image/png',
  });
});

test('survives a client that goes away while a handler reads, and while it does not', async () => {
  const { port, app } = await listen(Files, { uploads });
  for (const url of ['/piped', '/unread']) {
    const wire = begin(port, url, 'Content-Length: 500000');
    wire.write(HEAD + 'x'.repeat(200_000));
    await pause(30);
    wire.goAway();
    brake.release();
    await pause(30);
  }
  expect((await post(app, '/disk', FILE + END)).statusCode).toBe(201);
});

test('answers where a handler does not read the file, and serves the next request on the connection', async () => {
  const { port } = await listen(Files, { uploads });
  const [first, rest] = [`${HEAD}x`, `${'x'.repeat(30_000)}\r\n${END}`];
  const wire = begin(port, '/unread', `Content-Length: ${first.length + rest.length}`);
  wire.write(first);
  await wire.until('{"has":true}');
  wire.write(rest);
  wire.write('POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  expect(await wire.closed()).toContain('{"has":false}');
});

test('gives files one after the other to a handler, and passes over what stands between', async () => {
  const app = await started();
  const one = (name: string) => file('file', name, name.repeat(3));
  const body = one('a') + field('x', '1') + one('skip') + file('other', 'o', 'o') + one('b') + END;
  expect((await post(app, '/streams', body)).json()).toEqual(['a: aaa', 'skipped', 'b: bbb']);
  expect((await post(app, '/streams', one('a').repeat(4) + END)).json()).toMatchObject({
    status: 422,
    errors: [{ pointer: '#/file', code: 'maxFiles' }],
  });
  expect((await post(app, '/streams', END)).statusCode).toBe(422);
});

test.each(['/sink', '/piped'])('lets a slow reader slow the client at %s', async (url) => {
  // More than the system itself keeps for a connection.
  const size = 40_000_000;
  const { port } = await listen(Files, { uploads });
  const wire = begin(port, url, `Content-Length: ${size + 1000}`);
  wire.write(HEAD);
  let written = 0;
  const pieces = function* () {
    for (; written < size; written += 65_536) yield Buffer.alloc(65_536, 'x');
  };
  Readable.from(pieces()).pipe(wire.socket);
  let [before, turns] = [0, 0];
  await until(
    () => {
      turns = written === before ? turns + 1 : 0;
      before = written;
      return written > 0 && turns > 150;
    },
    'the client has to wait',
    10_000,
  );
  expect(written).toBeLessThan(size);
  wire.goAway();
  brake.release();
});

test('survives a client that goes away at any byte, and keeps nothing of it', async () => {
  const { port, app } = await listen(Files, { uploads });
  const body = field('title', 'Ada') + file('file', 'a.txt', 'x'.repeat(200)) + file('file', 'b.txt', 'y') + END;
  const ends = Array.from({ length: 24 }, (_, at) => Math.floor((at * body.length) / 24));
  await Promise.all(
    ['/disk', '/stream'].flatMap((url) =>
      ends.map(async (end) => {
        const wire = begin(port, url, `Content-Length: ${body.length}`);
        wire.write(body.slice(0, end));
        await pause(20 + (end % 7));
        wire.goAway();
      }),
    ),
  );
  expect((await post(app, '/disk', FILE + END)).json()).toEqual({ size: 1000 });
  await remain(0);
});

test('destroys the stream of a sink whose file does not come to its end', async () => {
  const { port } = await listen(Files, { uploads });
  const wire = begin(port, '/sink', 'Content-Length: 500000');
  wire.write(HEAD + 'x'.repeat(1000));
  await until(() => seen.length > 0, 'the sink is opened');
  brake.release();
  wire.goAway();
  await until(() => seen.length > 1, 'the sink is closed');
  expect(seen).toEqual(['sink opened', 'sink destroyed']);
});

test("takes what a sink fails with for the application's own error", async () => {
  expect((await post(await started(), '/broken-sink', FILE + END)).json()).toMatchObject({ status: 500 });
});
