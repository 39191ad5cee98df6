import { IsString } from '@tenon/dto';
import {
  Controller,
  MultipartBody,
  Post,
  type StandardSchema,
  type Upload,
  UploadedFile,
  UploadedFiles,
  type UploadStream,
} from '@tenon/http';

/* Compiled, and never run. */

class Entry {
  @IsString() title!: string;
}
declare const schema: StandardSchema<{ readonly page: number }>;
declare const toId: (upload: Upload) => number;

@Controller()
export class Files {
  @Post('/files') files(
    @UploadedFile('a') _a: Upload,
    @UploadedFile('b', { optional: true }) _b: Upload | undefined,
    @UploadedFile('c', { to: 'handler' }) _c: UploadStream,
    @UploadedFile('d', { maxSize: 1 }, toId) _d: number,
    @UploadedFiles('e', { maxFiles: 2 }) _e: Upload[],
    @UploadedFiles('f', { to: 'handler' }) _f: AsyncIterable<UploadStream>,
    @UploadedFiles() _g: readonly Upload[],
    @MultipartBody() _h: Entry,
    @MultipartBody(Entry) _i: Entry,
    @MultipartBody(schema) _j: { readonly page: number },
    @MultipartBody('k') _k: number,
  ) {}

  @Post('/wrong') wrong(
    // @ts-expect-error -- it is an upload
    @UploadedFile('a') _a: string,
    // @ts-expect-error -- it may be absent
    @UploadedFile('b', { optional: true }) _b: Upload,
    // @ts-expect-error -- the handler reads it
    @UploadedFile('c', { to: 'handler' }) _c: Upload,
    // @ts-expect-error -- there are several
    @UploadedFiles('d') _d: Upload,
    // @ts-expect-error -- one has no number
    @UploadedFile('e', { maxFiles: 2 }) _e: Upload,
    // @ts-expect-error -- it is another class
    @MultipartBody(Entry) _f: Upload,
  ) {}
}
