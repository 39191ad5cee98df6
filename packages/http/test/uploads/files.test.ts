import 'reflect-metadata';
import { mkdtemp, readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { IsBoolean, IsInt, IsOptional, IsString, Min } from '@tenon/dto';
import {
  Body,
  Controller,
  Get,
  Injectable,
  MultipartBody,
  Post,
  Upload,
  UploadedFile,
  UploadedFiles,
  type UploadInfo,
  type UploadSink,
} from '@tenon/http';
import { z } from 'zod';
import { serve } from '../support/serve.js';
import { encode, END, field, file, PNG, post } from './form.js';

class Profile {
  @IsString() name!: string;
  @IsOptional() @IsInt() @Min(0) age?: number;
  @IsOptional() @IsBoolean() isPublic?: boolean;
  @IsOptional() @IsString({ each: true }) tags?: string[];
}

/** Collects what it is given. */
@Injectable()
class Archive implements UploadSink {
  readonly kept = new Map<string, string>();
  open({ fileName }: UploadInfo) {
    const chunks: Buffer[] = [];
    return new Writable({
      write: (bytes: Buffer, _, done) => {
        chunks.push(bytes);
        done();
      },
      final: (done) => {
        this.kept.set(fileName, Buffer.concat(chunks).toString());
        done();
      },
    });
  }
}

async function describe(upload: Upload | undefined) {
  if (upload === undefined) return { upload: 'none' };
  const { fieldName, fileName, claimedType, type, size, path } = upload;
  return { fieldName, fileName, claimedType, type, size, isOnDisk: path !== undefined, text: await upload.text() };
}

@Controller('/files')
class Files {
  constructor(private readonly archive: Archive) {}

  @Post('/one') one(@UploadedFile('report') report: Upload) {
    return describe(report);
  }
  @Post('/optional') optional(@UploadedFile('report', { optional: true }) report?: Upload) {
    return describe(report);
  }
  @Post('/several') async several(@UploadedFiles('photos', { maxFiles: 2 }) photos: Upload[]) {
    return Promise.all(photos.map(describe));
  }
  @Post('/all') async all(@UploadedFile('report') report: Upload, @UploadedFiles({ optional: true }) others: Upload[]) {
    return [report, ...others].map(({ fieldName, fileName }) => `${fieldName}: ${fileName}`);
  }
  @Post('/profile') profile(@MultipartBody() input: Profile, @UploadedFile('photo') photo: Upload) {
    return { input, isProfile: input instanceof Profile, photo: photo.fileName };
  }
  @Post('/named') named(@MultipartBody('age') age: number, @MultipartBody(Profile) { name }: Profile) {
    return { age, name };
  }
  @Post('/schema') schema(@MultipartBody(z.object({ age: z.coerce.number() })) input: { age: number }) {
    return input;
  }
  @Post('/disk') async disk(@UploadedFile('report', { to: 'disk' }) report: Upload) {
    const path = report.path as string;
    return { mode: ((await stat(path)).mode & 0o777).toString(8), text: await readFile(path, 'utf8'), path };
  }
  @Post('/memory') memory(@UploadedFile('report', { to: 'memory' }) report: Upload) {
    return describe(report);
  }
  @Post('/sink') async sink(@UploadedFile('report', { to: Archive }) report: Upload) {
    const problem = await report.bytes().catch((error: unknown) => String(error));
    return { problem, size: report.size, hasSink: report.sink instanceof Writable, kept: [...this.archive.kept] };
  }
  @Post('/images') images(@UploadedFiles('image', { types: ['image/png', 'text/csv', 'text/html'] }) images: Upload[]) {
    return images.map(({ type, claimedType }) => ({ type, claimedType }));
  }
  @Post('/stream') async stream(@UploadedFile('report') report: Upload) {
    let text = '';
    for await (const piece of report.stream()) text += String(piece);
    return { text };
  }
  @Post('/json') json(@Body({ unvalidated: true }) body: unknown) {
    return body;
  }
  @Get() home() {
    return 'home';
  }
}

const FILES = { controllers: [Files], providers: [Archive] };
const REPORT = new File(['all is well'], 'report.txt', { type: 'text/plain' });

function form(...parts: readonly (readonly [name: string, value: string | File])[]): FormData {
  const made = new FormData();
  for (const [name, value] of parts) made.append(name, value);
  return made;
}

async function send(url: string, data: FormData, options = {}) {
  const app = await serve(FILES, options);
  return app.inject({ method: 'POST', url: `/files${url}`, ...(await encode(data)) });
}

test('gives a file with its name, the type that the client claims, its size and its content', async () => {
  expect((await send('/one', form(['report', REPORT]))).json()).toEqual({
    fieldName: 'report',
    fileName: 'report.txt',
    claimedType: 'text/plain',
    size: 11,
    isOnDisk: false,
    text: 'all is well',
  });
});

test('answers 422 where a file is missing, whatever else came in its place', async () => {
  const missing = {
    status: 422,
    errors: [{ in: 'body', pointer: '#/report', code: 'required', message: 'report is missing' }],
  };
  expect((await send('/one', form(['other', REPORT]))).json()).toMatchObject(missing);
  expect((await send('/one', form(['report', 'a text']))).json()).toMatchObject(missing);
  const app = await serve(FILES);
  expect((await app.inject({ method: 'POST', url: '/files/one' })).json()).toMatchObject(missing);
  expect((await send('/several', form(['other', REPORT]))).json()).toMatchObject({ status: 422 });
});

test('takes what a browser sends where no file was chosen for none', async () => {
  const app = await serve(FILES);
  const body = `${file('report', '', '', 'application/octet-stream')}${END}`;
  expect((await post(app, '/files/optional', body)).json()).toEqual({ upload: 'none' });
  expect((await post(app, '/files/one', body)).statusCode).toBe(422);
});

test('gives several files of a field, and refuses more of them with 422', async () => {
  const two = await send('/several', form(['photos', REPORT], ['photos', REPORT]));
  expect(two.json()).toHaveLength(2);
  const three = await send('/several', form(['photos', REPORT], ['photos', REPORT], ['photos', REPORT]));
  expect(three.json()).toMatchObject({
    status: 422,
    errors: [{ in: 'body', pointer: '#/photos', code: 'maxFiles', args: [2] }],
  });
  expect((await send('/one', form(['report', REPORT], ['report', REPORT]))).json()).toMatchObject({
    errors: [{ pointer: '#/report', code: 'maxFiles', args: [1], message: 'report must be one file' }],
  });
});

test('gives all files that no other parameter takes', async () => {
  const reply = await send('/all', form(['a', REPORT], ['report', REPORT], ['b', REPORT]));
  expect(reply.json()).toEqual(['report: report.txt', 'a: report.txt', 'b: report.txt']);
});

test('converts and validates the texts of a form, and tells what is wrong with files in the same reply', async () => {
  const good = form(['name', 'Ada'], ['age', '36'], ['isPublic', 'false'], ['tags', 'a'], ['tags', 'b']);
  good.append('photo', REPORT);
  expect((await send('/profile', good)).json()).toEqual({
    input: { name: 'Ada', age: 36, isPublic: false, tags: ['a', 'b'] },
    isProfile: true,
    photo: 'report.txt',
  });
  const wrong = await send('/profile', form(['age', '-1']));
  expect(wrong.json()).toMatchObject({ status: 422 });
  expect(wrong.json().errors.map(({ pointer, code }: Record<string, string>) => `${pointer} ${code}`)).toEqual([
    '#/name isString',
    '#/age min',
    '#/photo required',
  ]);
});

test('gives single texts, texts of a class that was named, and texts through a schema', async () => {
  expect((await send('/named', form(['name', 'Ada'], ['age', '36']))).json()).toEqual({ age: 36, name: 'Ada' });
  expect((await send('/named', form(['name', 'Ada'], ['age', 'x']))).json()).toMatchObject({
    errors: [{ in: 'body', pointer: '#/age', code: 'type', args: ['number'] }, { pointer: '#/age' }],
  });
  expect((await send('/schema', form(['age', '7']))).json()).toEqual({ age: 7 });
  expect((await send('/schema', form(['age', 'x']))).json()).toMatchObject({
    status: 422,
    errors: [{ in: 'body', pointer: '#/age' }],
  });
});

test('keeps a small file in memory and a large one on disk, unless it is told where', async () => {
  const large = new File(['x'.repeat(70_000)], 'large.txt');
  expect((await send('/one', form(['report', large]))).json()).toMatchObject({ isOnDisk: true, size: 70_000 });
  expect((await send('/one', form(['report', large]), { uploads: { memorySize: 70_000 } })).json()).toMatchObject({
    isOnDisk: false,
  });
  expect((await send('/memory', form(['report', large]))).json()).toMatchObject({ isOnDisk: false, size: 70_000 });
  expect((await send('/stream', form(['report', large]))).json()).toEqual({ text: 'x'.repeat(70_000) });
});

test('keeps a file on disk for its owner alone, under a name that nobody has chosen, in a folder of its own', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'uploads-'));
  const { mode, text, path } = (await send('/disk', form(['report', REPORT]), { uploads: { directory } })).json();
  expect({ mode, text }).toEqual({ mode: '600', text: 'all is well' });
  const [folder] = await readdir(directory);
  expect(path).toMatch(new RegExp(`^${directory}/${folder as string}/[\\da-f]{32}$`));
  expect(((await stat(join(directory, folder as string))).mode & 0o777).toString(8)).toBe('700');
});

test('lets a sink that the container makes take the bytes', async () => {
  expect((await send('/sink', form(['report', REPORT]))).json()).toEqual({
    problem: 'TypeError: The bytes of "report" went into the sink, and are not here.',
    size: 11,
    hasSink: true,
    kept: [['report.txt', 'all is well']],
  });
});

test('looks at the content where a type is demanded, and believes nothing that a client claims', async () => {
  const png = (name: string, type: string) => new File([PNG], name, { type });
  expect((await send('/images', form(['image', png('a.txt', 'text/plain')]))).json()).toEqual([
    { type: 'image/png', claimedType: 'text/plain' },
  ]);
  const csv = new File(['a;b\n1;2'], 'a.csv', { type: 'text/csv' });
  const fake = new File(['#!/bin/sh'], 'a.png', { type: 'image/png' });
  const binary = new File([new Uint8Array([97, 0, 98])], 'a.csv', { type: 'text/csv' });
  expect((await send('/images', form(['image', csv]))).json()).toEqual([{ type: 'text/csv', claimedType: 'text/csv' }]);
  const refused = await send('/images', form(['image', csv], ['image', fake], ['image', binary]));
  expect(refused.json()).toMatchObject({
    status: 422,
    errors: [
      { in: 'body', pointer: '#/image/1', code: 'fileType', args: [['image/png', 'text/csv', 'text/html']] },
      { pointer: '#/image/2', code: 'fileType' },
    ],
  });
});

test('refuses files that nobody takes where nothing unknown may come, and passes over them elsewhere', async () => {
  const data = form(['report', REPORT], ['virus', REPORT]);
  expect((await send('/one', data)).statusCode).toBe(201);
  expect((await send('/one', data, { unknown: 'reject' })).json()).toMatchObject({
    status: 422,
    errors: [{ in: 'body', pointer: '#/virus', code: 'unknown' }],
  });
  const texts = form(['name', 'Ada'], ['age', '1'], ['virus', REPORT]);
  expect((await send('/named', texts, { unknown: 'reject' })).json()).toMatchObject({ status: 422 });
});

test('refuses what is no form with files with 415, and such forms where nobody takes them', async () => {
  const app = await serve(FILES);
  for (const type of [
    'application/json',
    'application/x-www-form-urlencoded',
    'text/plain',
    'multipart/mixed; boundary=x',
  ]) {
    expect((await post(app, '/files/one', '{}', type)).json()).toMatchObject({ status: 415 });
  }
  expect((await post(app, '/files/json', `${field('a', '1')}${END}`)).json()).toMatchObject({ status: 415 });
  expect((await post(app, '/files/json', '{"a":1}', 'application/json')).json()).toEqual({ a: 1 });
});
