import 'reflect-metadata';
import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { IsOptional, IsString } from '@tenon/dto';
import { type App, Controller, MultipartBody, Post, type Upload, UploadedFiles } from '@tenon/http';
import { listen, serve } from '../support/serve.js';
import { pause } from '../support/socket.js';
import { begin, BOUNDARY, chunk, END, field, file, MULTIPART, part, post } from './form.js';

class Note {
  @IsOptional() @IsString() title?: string;
}

@Controller()
class Forms {
  @Post('/any') async any(
    @MultipartBody({ unvalidated: true }) texts: Record<string, unknown>,
    @UploadedFiles({ optional: true }) files: Upload[],
  ) {
    const read = async ({ fieldName, fileName, claimedType, size }: Upload) => ({
      fieldName,
      fileName,
      claimedType,
      size,
    });
    return { texts: Object.entries(texts), files: await Promise.all(files.map(read)) };
  }
  @Post('/note') note(@MultipartBody() note: Note) {
    return { keys: Object.keys(note), prototype: Object.getPrototypeOf(note) === Note.prototype };
  }
  @Post('/contents') async contents(@UploadedFiles({ optional: true }) files: Upload[]) {
    return Promise.all(files.map(async (each) => (await each.bytes()).toString('base64')));
  }
}

const app = async (): Promise<App> => serve(Forms, { showErrors: false });
const headersOf = (rest: string) => part(`Content-Disposition: ${rest}`, 'x');

test.each([
  ['no boundary', 'multipart/form-data', `${field('a', '1')}${END}`],
  ['an empty boundary', 'multipart/form-data; boundary=', `${field('a', '1')}${END}`],
  ['two boundaries', 'multipart/form-data; boundary=a; boundary=b', `${field('a', '1')}${END}`],
  ['a boundary of 71 characters', `multipart/form-data; boundary=${'a'.repeat(71)}`, ''],
  ['another boundary than it says', 'multipart/form-data; boundary=other', `${field('a', '1')}${END}`],
  ['no end', MULTIPART, field('a', '1')],
  ['an end in the middle of a file', MULTIPART, file('a', 'a.txt', 'x').slice(0, -3)],
  ['an end in the middle of headers', MULTIPART, `--${BOUNDARY}\r\nContent-Disposition: form-da`],
  ['headers without an end', MULTIPART, `--${BOUNDARY}\r\nContent-Disposition: form-data; name="a"\r\n${END}`],
  ['nothing in it', MULTIPART, '\r\n'],
  ['JSON in it', MULTIPART, '{"a":1}'],
  ['line feeds alone', MULTIPART, `${field('a', '1')}${END}`.replaceAll('\r\n', '\n')],
  ['a part without Content-Disposition', MULTIPART, part('Content-Type: text/plain', 'x') + END],
  ['a part without headers', MULTIPART, `--${BOUNDARY}\r\n\r\nx\r\n${END}`],
  ['two of them', MULTIPART, headersOf('form-data; name="a"\r\nContent-Disposition: form-data; name="b"') + END],
  ['a part without a name', MULTIPART, headersOf('form-data; filename="a.txt"') + END],
  ['a part with two names', MULTIPART, headersOf('form-data; name="a"; name="b"') + END],
  ['a part that is no form-data', MULTIPART, headersOf('attachment; name="a"') + END],
  ['something behind a boundary', MULTIPART, field('a', '1').replace(`${BOUNDARY}\r\n`, `${BOUNDARY}x\r\n`) + END],
  ['a quote that does not end', MULTIPART, headersOf('form-data; name="a') + END],
  ['a header without a colon', MULTIPART, part('nonsense\r\nContent-Disposition: form-data; name="a"', 'x') + END],
  ['a part in base64', MULTIPART, headersOf('form-data; name="a"\r\nContent-Transfer-Encoding: base64') + END],
  ['a file name in an unknown charset', MULTIPART, headersOf('form-data; name="a"; filename*=x-odd\'\'a') + END],
])('refuses a form with %s', async (_, type, body) => {
  expect((await post(await app(), '/any', body, type)).json()).toMatchObject({
    status: 400,
    title: 'Bad Request',
    code: 'invalid-multipart',
  });
});

test('refuses a form whose end comes too early, when what came before has been read', async () => {
  const { port } = await listen(Forms);
  for (const path of ['/any', '/contents']) {
    const wire = begin(port, path, 'Transfer-Encoding: chunked');
    for (const piece of [file('a', 'a.txt', 'xyz').slice(0, -2), 'more']) {
      wire.write(chunk(piece));
      await pause(20);
    }
    wire.write('0\r\n\r\n');
    expect(await wire.until('}')).toMatch(/^HTTP\/1\.1 400 [^]*"code":"invalid-multipart"/);
    wire.goAway();
  }
});

test.each([
  ['a text', field('a', '\u00C3\u0028') + END],
  ['the name of a field', field('\u00C3\u0028', 'x') + END],
  ['the name of a file', file('a', '\u00C3\u0028', 'x') + END],
])('refuses %s that is not UTF-8', async (_, body) => {
  expect((await post(await app(), '/any', body)).json()).toMatchObject({ status: 400, code: 'invalid-utf8' });
});

test('takes what stands before the first part, behind the last one, and an empty form', async () => {
  const running = await app();
  const body = `This is a form.\r\n${field('a', '1')}${END}That was it.\r\n--${BOUNDARY}\r\n`;
  expect((await post(running, '/any', body)).json()).toEqual({ texts: [['a', '1']], files: [] });
  expect((await post(running, '/any', END)).json()).toEqual({ texts: [], files: [] });
});

test.each([
  ['"multipart/form-data" in capitals', `Multipart/Form-Data; Boundary="${BOUNDARY}"`],
  ['a charset beside it', `multipart/form-data; charset=utf-8; boundary=${BOUNDARY}`],
])('takes a type with %s', async (_, type) => {
  expect((await post(await app(), '/any', `${field('a', '1')}${END}`, type)).json()).toEqual({
    texts: [['a', '1']],
    files: [],
  });
});

test('gives texts as those of a form without files: flat, and a list where a name comes twice', async () => {
  const body = ['a', 'b[c]', 'b[]', 'a', 'd.e', 'a'].map((name, at) => field(name, String(at))).join('') + END;
  expect((await post(await app(), '/any', body)).json().texts).toEqual([
    ['a', ['0', '3', '5']],
    ['b[c]', '1'],
    ['b[]', '2'],
    ['d.e', '4'],
  ]);
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__proto__[a]', 'constructor[prototype][a]'])(
  'lets a field of the name %s reach nothing',
  async (name) => {
    const body = field(name, 'x') + field(name, 'y') + file(name, 'a.txt', 'x') + END;
    const running = await app();
    expect((await post(running, '/any', body)).json()).toMatchObject({ texts: [[name, ['x', 'y']]] });
    expect((await post(running, '/note', body)).json()).toEqual({ keys: ['title'], prototype: true });
    expect(({} as { a?: unknown }).a).toBeUndefined();
  },
);

test.each([
  ['"../../etc/passwd"', 'passwd'],
  ['"C:\\\\Users\\\\Ada\\\\a.txt"', 'a.txt'],
  ['"C:\\Users\\Ada\\a.txt"', 'a.txt'],
  ['"/a/b/"', ''],
  ['".."', ''],
  ['"..\\\\.htaccess"', 'htaccess'],
  ['"a\u0000.txt"', 'a.txt'],
  ['"a%00.txt"', 'a%00.txt'],
  ['"a\t\u0007b.txt"', 'ab.txt'],
  ['"%2e%2e%2fa.txt"', '%2e%2e%2fa.txt'],
  ['"say %22hi%22.txt"', 'say "hi".txt'],
  ['"say \\"hi\\".txt"', 'say "hi".txt'],
  ['"a%0D%0Ab.txt"', 'ab.txt'],
  ['bare.txt', 'bare.txt'],
  ['"a;b=c.txt"', 'a;b=c.txt'],
  [`"${Buffer.from('naïve 文.txt').toString('latin1')}"`, 'naïve 文.txt'],
  [`"a${Buffer.from('\u202Etxt.exe').toString('latin1')}"`, 'atxt.exe'],
])('takes the file name %s for %s', async (given, expected) => {
  const body = part(`Content-Disposition: form-data; name="f"; filename=${given}`, 'x') + END;
  expect((await post(await app(), '/any', body)).json().files).toMatchObject([{ fileName: expected }]);
});

test('takes an encoded file name where there is no other', async () => {
  const name = (rest: string) => part(`Content-Disposition: form-data; name="f"; ${rest}`, 'x') + END;
  const running = await app();
  const encoded = "filename*=UTF-8''na%C3%AFve.txt";
  expect((await post(running, '/any', name(encoded))).json().files[0].fileName).toBe('naïve.txt');
  expect((await post(running, '/any', name(`filename="a.txt"; ${encoded}`))).json().files[0].fileName).toBe('a.txt');
});

test('says nothing of a claimed type that is none', async () => {
  const running = await app();
  const claim = async (type: string) =>
    (await post(running, '/any', file('f', 'a.txt', 'x', type) + END)).json().files[0].claimedType;
  expect(await claim('Image/PNG; a=b')).toBe('image/png');
  expect(await claim('<script>')).toBeUndefined();
});

test('reads the same whatever way the bytes come in pieces', async () => {
  const running = await app();
  const contents = [
    'x'.repeat(150_000),
    '',
    `\r\n--${BOUNDARY.slice(0, -1)}\r\n-`,
    '\r\n'.repeat(9),
    'y'.repeat(70_000),
    'z',
  ];
  const body = Buffer.from(contents.map((each, at) => file(`f${at}`, 'a.bin', each)).join('') + END);
  let seed = 1;
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (const largest of [body.length, 100_000, 65_536, 3000]) {
    const pieces: Buffer[] = [];
    for (let at = 0; at < body.length;) {
      const length = largest === body.length ? largest : 1 + Math.floor(random() * largest);
      pieces.push(body.subarray(at, at + length));
      at += length;
    }
    const headers = { 'content-type': MULTIPART };
    const reply = await running.inject({ method: 'POST', url: '/contents', headers, payload: Readable.from(pieces) });
    expect(reply.json()).toEqual(contents.map((each) => Buffer.from(each).toString('base64')));
  }
});

test('reads the same byte by byte', async () => {
  const running = await app();
  const content = `\r\n--${BOUNDARY.slice(0, -1)}\r\n-`;
  const body = Buffer.from(file('a', 'a.txt', content) + field('b', '1') + END);
  const headers = { 'content-type': MULTIPART };
  const payload = Readable.from(Array.from(body, (_, at) => body.subarray(at, at + 1)));
  const reply = await running.inject({ method: 'POST', url: '/contents', headers, payload });
  expect(reply.json()).toEqual([Buffer.from(content).toString('base64')]);
});

test('tells what is wrong with a form whose end is missing, however its pieces come', async () => {
  const { port } = await listen(Forms, { showErrors: false });
  // Large enough to be on its way to the disk when the end is missed.
  const body = Buffer.from(file('a', 'a.txt', 'x'.repeat(100_000)));
  const send = async (piece: number): Promise<string> => {
    const wire = begin(port, '/any', `Content-Length: ${body.length}`);
    for (let at = 0; at < body.length; at += piece) {
      wire.write(body.subarray(at, at + piece));
      await pause(5);
    }
    return (await wire.until('"code"')).split('\r\n', 1)[0] as string;
  };
  const statuses = await Promise.all(Array.from({ length: 40 }, async (_, index) => send(9000 + 700 * index)));
  expect(new Set(statuses)).toEqual(new Set(['HTTP/1.1 400 Bad Request']));
});
