import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { IsString } from '@tenon/dto';
import {
  Context,
  Controller,
  MultipartBody,
  Post,
  type RequestContext,
  type Upload,
  UploadedFile,
  UploadedFiles,
} from '@tenon/http';
import { Writable } from 'node:stream';
import { serve } from '../support/serve.js';
import { END, post } from './form.js';

class Entry {
  @IsString() title!: string;
}

function archive() {
  return new Writable();
}

@Controller()
class Entries {
  @Post('/entries') add(
    @MultipartBody() _input: Entry,
    @UploadedFile('photo', { types: ['image/*', 'text/csv'], maxSize: 1000 }) _photo: Upload,
    @UploadedFiles('more', { to: 'disk', maxFiles: 3 }) _more: Upload[],
    @UploadedFiles({ to: archive }) _rest: Upload[],
  ) {}
  @Post('/model') model(
    @Context() { route }: RequestContext,
    @UploadedFiles('photos', { types: ['image/png'], maxSize: 7, maxFiles: 2, optional: true }) _: Upload[],
  ) {
    const { source, name, isOptional, type } = route?.arguments[1] ?? {};
    return { source, name, isOptional, type };
  }
}

test('tells of files what it tells of other arguments', async () => {
  const app = await serve(Entries);
  const { steps } = app.explain('POST', '/entries') ?? { steps: [] };
  expect(steps.filter(({ what }) => /form|file/.test(what)).map(({ stage, what }) => `${stage}: ${what}`)).toEqual([
    'parsing: a form, file by file',
    'handler: argument 1: form as Entry, compiled',
    'handler: argument 2: file "photo" of image/*, text/csv up to 1000 bytes to memory or disk',
    'handler: argument 3: files "more" to disk',
    'handler: argument 4: files to archive',
  ]);
});

test('has the names, the types and the limits of files in the model of the route', async () => {
  expect((await post(await serve(Entries), '/model', END)).json()).toEqual({
    source: 'file',
    name: 'photos',
    isOptional: true,
    type: { kind: 'file', isList: true, maxSize: 7, maxFiles: 2, types: ['image/png'], to: 'auto' },
  });
});
