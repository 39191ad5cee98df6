import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import {
  BodyLimit,
  Controller,
  MultipartBody,
  Post,
  type Upload,
  UploadedFile,
  UploadedFiles,
  type UploadSettings,
} from '@tenon/http';
import { listen, serve } from '../support/serve.js';
import { BOUNDARY, chunk, begin, END, field, file, part, post } from './form.js';

@Controller()
class Forms {
  @Post('/any') any(
    @MultipartBody({ unvalidated: true }) texts: object,
    @UploadedFiles({ optional: true }) files: Upload[],
  ) {
    return { texts: Object.keys(texts).length, files: files.map(({ size }) => size) };
  }
  @Post('/photo') photo(@UploadedFile('photo', { maxSize: 20 }) { size }: Upload) {
    return { size };
  }
  @Post('/large') large(@UploadedFile('photo', { maxSize: 2000 }) { size }: Upload) {
    return { size };
  }
  @Post('/many') many(@UploadedFiles('f', { maxFiles: 300 }) { length }: Upload[]) {
    return { length };
  }
  @Post('/small') @BodyLimit(200) small(@UploadedFile('photo') { size }: Upload) {
    return { size };
  }
}

async function send(url: string, body: string, uploads: UploadSettings = {}, bodyLimit?: number) {
  return post(await serve(Forms, { uploads, ...(bodyLimit !== undefined && { bodyLimit }) }), url, body);
}

const fields = (count: number): string => Array.from({ length: count }, (_, at) => field(`f${at}`, 'x')).join('') + END;
const files = (count: number): string => file('f', 'a', 'x').repeat(count) + END;
const MANY = { maxParts: Infinity, maxFields: Infinity, maxFiles: Infinity };

test.each<[what: string, body: string, settings: UploadSettings, code: string]>([
  ['parts', fields(3), { maxParts: 2 }, 'too-many-parts'],
  ['text fields', fields(3), { maxFields: 2 }, 'too-many-fields'],
  ['files', files(3), { maxFiles: 2 }, 'too-many-files'],
  ['a text', field('a', 'xxx') + END, { maxFieldSize: 2 }, 'field-too-large'],
  ['a file', file('a', 'a', 'xxx') + END, { maxFileSize: 2 }, 'file-too-large'],
  ['a form', fields(3), { maxTotalSize: 100 }, 'form-too-large'],
  ['the name of a field', field('abc', 'x') + END, { maxNameSize: 2 }, 'field-name-too-long'],
  ['the name of a file', file('a', 'abc', 'x') + END, { maxFileNameSize: 2 }, 'file-name-too-long'],
  ['headers', file('a', 'a', 'x', `x/${'y'.repeat(99)}`) + END, { maxHeaderSize: 90 }, 'part-headers-too-large'],
])('refuses more of %s than there may be, with 413', async (_, body, settings, code) => {
  expect((await send('/any', body)).statusCode).toBe(201);
  expect((await send('/any', body, settings)).json()).toMatchObject({ status: 413, code });
});

test('limits all texts of a form together as it does other bodies', async () => {
  const body = field('a', 'x'.repeat(60)) + field('b', 'x'.repeat(60)) + END;
  expect((await send('/any', body, {}, 120)).statusCode).toBe(201);
  expect((await send('/any', body, {}, 119)).json()).toMatchObject({ status: 413, code: 'fields-too-large' });
});

test('has limits for who says nothing', async () => {
  const code = async (body: string, url = '/any') => (await send(url, body)).json().code as unknown;
  expect(await code(fields(10_000))).toBe('too-many-parts');
  expect(await code(files(21))).toBe('too-many-files');
  expect(await code(field('a', 'x'.repeat(256 * 1024 + 1)) + END)).toBe('field-too-large');
  expect(await code(file('a', 'a', 'x'.repeat(10 * 1024 * 1024 + 1)) + END)).toBe('file-too-large');
  expect(
    await code(part(`X-Junk: ${'x'.repeat(100_000)}\r\nContent-Disposition: form-data; name="a"`, 'x') + END),
  ).toBe('part-headers-too-large');
});

test('takes 10,000 parts where they may come', async () => {
  expect((await send('/any', fields(10_000), MANY)).json()).toMatchObject({ texts: 10_000 });
});

test('takes a file of just the size that its decorator allows', async () => {
  const photo = (size: number) => file('photo', 'a', 'x'.repeat(size)) + END;
  expect((await send('/photo', photo(20))).json()).toEqual({ size: 20 });
  expect((await send('/photo', photo(21))).json()).toMatchObject({
    status: 413,
    code: 'file-too-large',
    detail: 'A file of the field "photo" is larger than 20 bytes.',
    pointer: '#/photo',
  });
});

test('says which field is too large, whatever it is called', async () => {
  const tell = async (body: string) => {
    const { detail, pointer } = (await send('/any', body + END, { maxFieldSize: 5, maxFileSize: 5 })).json();
    return [detail, pointer] as unknown;
  };
  expect(await tell(field('good', 'x') + field('a/b#c', 'x'.repeat(6)))).toEqual([
    'The text of the field "a/b#c" is larger than 5 bytes.',
    '#/a~1b%23c',
  ]);
  expect(await tell(file('good', 'a', 'x') + file('other', 'a', 'x'.repeat(6)))).toEqual([
    'A file of the field "other" is larger than 5 bytes.',
    '#/other',
  ]);
});

test('allows in all what decorators allow, unless the route has a limit of its own', async () => {
  const photo = file('photo', 'a', 'x'.repeat(1900)) + END;
  expect((await send('/large', photo, { maxFileSize: 10, maxTotalSize: 200 })).json()).toEqual({ size: 1900 });
  expect((await send('/small', photo)).json()).toMatchObject({ status: 413, code: 'form-too-large' });
  expect((await send('/small', file('photo', 'a', 'x') + END)).json()).toEqual({ size: 1 });
});

test('takes as many files as a decorator allows', async () => {
  expect((await send('/many', files(300))).json()).toEqual({ length: 300 });
  expect((await send('/many', files(301))).statusCode).toBe(413);
});

test('refuses a form that says how large it is before it has come', async () => {
  const { port } = await listen(Forms, { uploads: { maxTotalSize: 1000 } });
  const wire = begin(port, '/any', 'Content-Length: 1001');
  expect(await wire.until('}')).toMatch(/^HTTP\/1\.1 413 [^]*"code":"form-too-large"/);
  wire.goAway();
});

test('refuses a form of unknown length as soon as it is too large', async () => {
  const { port } = await listen(Forms, { uploads: { maxTotalSize: 1000 } });
  const wire = begin(port, '/any', 'Transfer-Encoding: chunked');
  wire.write(chunk(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n`));
  wire.write(chunk('x'.repeat(600)));
  wire.write(chunk('x'.repeat(600)));
  expect(await wire.until('}')).toMatch(/^HTTP\/1\.1 413 /);
  wire.goAway();
});
