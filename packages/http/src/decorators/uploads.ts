import type { PipeReference } from '../contracts/enhancers.js';
import type { StandardSchema } from '../contracts/standard-schema.js';
import type { Upload, UploadStream } from '../contracts/upload.js';
import type { FileOptions, FilesOptions } from './controller-record.js';
import type { AnyArgumentDecorator, ArgumentDecorator } from './fits.js';
import {
  declareParameter,
  type InputClass,
  isPipe,
  type ObjectOptions,
  valueDecorator,
  type ValueOptions,
} from './parameters.js';

/** Decorates a file of a form by its field's name. */
export interface FileDecorator {
  /** A file that the handler reads while it comes. */
  (
    name: string,
    options: FileOptions & { readonly to: 'handler'; readonly optional: true },
  ): ArgumentDecorator<UploadStream | undefined>;
  (name: string, options: FileOptions & { readonly to: 'handler' }): ArgumentDecorator<UploadStream>;
  /** A file that may be absent. */
  (name: string, options: FileOptions & { readonly optional: true }): ArgumentDecorator<Upload | undefined>;
  /** A file. */
  (name: string, options?: FileOptions): ArgumentDecorator<Upload>;
  /** What pipes make of a file. */
  (name: string, ...more: readonly (PipeReference | FileOptions)[]): AnyArgumentDecorator;
}

/** Decorates the files of a field, or all that no other parameter takes. */
export interface FilesDecorator {
  /** Files that the handler reads while they come, one after the other. */
  (name: string, options: FilesOptions & { readonly to: 'handler' }): ArgumentDecorator<AsyncIterable<UploadStream>>;
  (options: FilesOptions & { readonly to: 'handler' }): ArgumentDecorator<AsyncIterable<UploadStream>>;
  /** Files of one field. */
  (name: string, options?: FilesOptions): ArgumentDecorator<Upload[]>;
  /** Files of all fields. */
  (options?: FilesOptions): ArgumentDecorator<Upload[]>;
  /** What pipes make of them. */
  (name: string, ...more: readonly (PipeReference | FilesOptions)[]): AnyArgumentDecorator;
}

/** Decorates the text fields of a form with files, or one of them. */
export interface MultipartBodyDecorator {
  // First, since many schemas have a method `transform`, as pipes have.
  /** All of them through a schema. */
  <T>(schema: StandardSchema<T>, ...pipes: readonly PipeReference[]): ArgumentDecorator<T>;
  /** All of them, as the parameter's class declares them. */
  (...more: readonly (PipeReference | ObjectOptions)[]): AnyArgumentDecorator;
  /** All of them, as a class declares them. */
  <T extends object>(type: InputClass<T>, ...more: readonly (PipeReference | ObjectOptions)[]): ArgumentDecorator<T>;
  /** One of them. */
  (name: string, ...more: readonly (PipeReference | ValueOptions)[]): AnyArgumentDecorator;
}

/**
 * Gives a file of a `multipart/form-data` body.
 *
 * @example
 * setPhoto(@UploadedFile('photo', { types: ['image/png', 'image/jpeg'], maxSize: 1_000_000 }) photo: Upload) {}
 */
export const UploadedFile: FileDecorator = fileDecorator('UploadedFile', false);

/**
 * Gives the files of one field, or of all fields.
 *
 * @example
 * addPhotos(@UploadedFiles('photos', { maxFiles: 5 }) photos: Upload[]) {}
 */
export const UploadedFiles: FilesDecorator = fileDecorator('UploadedFiles', true);

/**
 * Gives the text fields of a `multipart/form-data` body, converted and validated as those of any form.
 *
 * @example
 * create(@MultipartBody() input: CreateEntry, @UploadedFile('photo') photo: Upload) {}
 */
export const MultipartBody: MultipartBodyDecorator = valueDecorator('MultipartBody', 'form');

function fileDecorator(decorator: string, isList: boolean) {
  return (...given: readonly unknown[]): AnyArgumentDecorator => {
    const rest = [...given];
    const name = typeof rest[0] === 'string' ? (rest.shift() as string) : undefined;
    const options = rest.find((each) => !isPipe(each)) as FilesOptions | undefined;
    const { optional = false } = options ?? {};
    const file = { ...options, isList };
    return declareParameter({
      decorator,
      source: 'file',
      name,
      file,
      options: { optional },
      pipes: rest.filter(isPipe),
    });
  };
}
