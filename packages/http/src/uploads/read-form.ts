import { isUtf8 } from 'node:buffer';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { RequestContext } from '../contracts/context.js';
import type { FileModel } from '../contracts/route-model.js';
import { inputError, type InputError, InvalidInputException } from '../contracts/invalid-input.js';
import { BEFORE_FILES, type Upload, type UploadInfo, UploadStream } from '../contracts/upload.js';
import { FileStore } from './file-store.js';
import { invalidText, tooMuch, tooMuchIn } from './form-errors.js';
import type { FormRules } from './form-rules.js';
import { boundaryOf, MultipartReader, type Part, tooLarge } from './multipart-reader.js';
import { SAMPLE_SIZE, sniffType } from './sniff-type.js';

/**
 * Reads a form: its texts and its files, each of them where it is to go.
 *
 * Where a file goes to the handler itself, reading ends with its headers, and goes on when the handler reads it.
 *
 * @throws BadRequestException if the form is broken, PayloadTooLargeException if there is too much of something
 */
export async function readForm(rules: FormRules, body: Readable, context: RequestContext): Promise<ReceivedForm> {
  const { headers } = context.request.raw;
  const boundary = boundaryOf(headers['content-type'] ?? '');
  if (Number(headers['content-length']) > rules.maxTotalSize) throw tooLarge();
  const { Dicer } = await import('@fastify/busboy');
  const reader = new MultipartReader(Dicer, body, boundary, rules.limits, rules.maxTotalSize);
  const form = new ReceivedForm(rules, reader, context);
  context.response.once('close', () => reader.leave());
  try {
    await form.read();
  } catch (error) {
    reader.stop(error as Error);
    throw error;
  }
  return form;
}

/** The files of one field, or of all fields that nobody else takes. */
interface Received {
  readonly files: Upload[];
  readonly faults: InputError[];
  count: number;
  /** The file that the handler is to read itself, and what has not been read of it. */
  current: { readonly stream: UploadStream; readonly rest: AsyncIterable<Buffer> } | undefined;
}

/** What a form has brought. */
export class ReceivedForm {
  readonly #rules: FormRules;
  readonly #reader: MultipartReader;
  readonly #store: FileStore;
  readonly #texts = new Map<string, string | string[]>();
  readonly #received = new Map<FileModel, Received>();
  readonly #unknown: InputError[] = [];
  #check: ((texts: Readonly<Record<string, unknown>>) => void) | undefined;
  #fieldCount = 0;
  #fileCount = 0;
  #textSize = 0;
  /** Whether the handler reads: what comes for others is too late. */
  #isHandled = false;

  constructor(rules: FormRules, reader: MultipartReader, context: RequestContext) {
    this.#rules = rules;
    this.#reader = reader;
    this.#store = new FileStore(rules, context);
    this.#check = context.get(BEFORE_FILES);
  }

  /** Gives the texts by their names, as a form without files has them: a name that comes twice has a list. */
  get texts(): Record<string, unknown> {
    // Properties of its own, whatever they are called: `__proto__` is a name like others.
    return Object.fromEntries(this.#texts);
  }

  /** Gives what is wrong with the files of a parameter. */
  faultsOf(file: FileModel): readonly InputError[] {
    const { faults } = this.#of(file);
    return file === this.#rules.first && this.#unknown.length > 0 ? [...this.#unknown, ...faults] : faults;
  }

  filesOf(file: FileModel): readonly Upload[] {
    return this.#of(file).files;
  }

  /** Gives the file that the handler is to read. */
  streamOf(file: FileModel): UploadStream | undefined {
    return this.#of(file).current?.stream;
  }

  #of(file: FileModel): Received {
    let received = this.#received.get(file);
    if (!received) this.#received.set(file, (received = { files: [], faults: [], count: 0, current: undefined }));
    return received;
  }

  /** Reads as far as can be read before the handler runs. */
  async read(): Promise<void> {
    for (let part = await this.#reader.next(); part !== undefined; part = await this.#reader.next()) {
      if (part.head.fileName === undefined) await this.#readText(part);
      else {
        this.#checkTexts();
        if (await this.#readFile(part)) return;
      }
    }
    if (this.#rules.first === undefined && this.#unknown.length > 0) throw new InvalidInputException(this.#unknown);
  }

  /** Asks whoever wants to look at the texts before a file leads to anything, at the first one. */
  #checkTexts(): void {
    const check = this.#check;
    if (check === undefined) return;
    this.#check = undefined;
    check(this.texts);
  }

  async #readText({ head: { name }, content }: Part): Promise<void> {
    const { limits, maxTextSize } = this.#rules;
    if (++this.#fieldCount > limits.maxFields) throw tooMuch('too-many-fields', 'The form has too many fields.');
    const bytes = await gather(content, limits.maxFieldSize, () =>
      tooMuchIn(
        name,
        'field-too-large',
        `The text of the field ${JSON.stringify(name)} is larger than ${limits.maxFieldSize} bytes.`,
      ),
    );
    this.#textSize += bytes.length;
    if (this.#textSize > maxTextSize) throw tooMuch('fields-too-large', 'The fields of the form are too large.');
    if (!isUtf8(bytes)) throw invalidText('A field of the form is not valid UTF-8.');
    const text = bytes.toString('utf8');
    const known = this.#texts.get(name);
    if (known === undefined) this.#texts.set(name, text);
    else if (Array.isArray(known)) known.push(text);
    else this.#texts.set(name, [known, text]);
  }

  /** @returns whether the handler has to read it, before anything else can be read */
  async #readFile({ head, content }: Part): Promise<boolean> {
    const { limits, byName, others, refusesOthers } = this.#rules;
    const { name, fileName = '' } = head;
    const rule = byName.get(name) ?? others;
    const maxSize = rule?.maxSize ?? limits.maxFileSize;
    const types = rule?.model.types ?? [];
    const bytes = within(content, maxSize, () =>
      tooMuchIn(name, 'file-too-large', `A file of the field ${JSON.stringify(name)} is larger than ${maxSize} bytes.`),
    );
    const { sample, all } = await peek(bytes, types.length > 0 ? SAMPLE_SIZE : fileName === '' ? 1 : 0);
    // A browser sends this where its user has chosen no file.
    if (fileName === '' && sample.length === 0) return false;
    if (++this.#fileCount > limits.maxFiles) throw tooMuch('too-many-files', 'The form has too many files.');
    if (rule === undefined || (this.#isHandled && rule.model.to !== 'handler')) {
      if (refusesOthers) this.#unknown.push(fault([name], 'unknown', 'is not a file that is taken here'));
      await skip(all);
      return false;
    }
    const { to, isList } = rule.model;
    const received = this.#of(rule.model);
    const at = received.count++;
    if (at >= rule.maxFiles) {
      // Once is enough.
      if (at === rule.maxFiles) received.faults.push(tooManyOf(name, rule.maxFiles));
      await skip(all);
      return false;
    }
    const type = types.length === 0 ? undefined : await sniffType(sample, head.type, types);
    if (types.length > 0 && type === undefined) {
      const path = isList ? [name, at] : [name];
      received.faults.push(fault(path, 'fileType', `must be a file of the type ${types.join(' or ')}`, [types]));
      await skip(all);
      return false;
    }
    const info: UploadInfo = { fieldName: name, fileName, claimedType: head.type, type };
    if (to === 'handler') {
      received.current = { stream: new UploadStream(info, all), rest: all };
      this.#isHandled = true;
      return true;
    }
    received.files.push(await this.#store.keep(rule, info, all));
    return false;
  }

  /**
   * Gives files to the handler, each when it has done with the one before. What stands between them is passed over.
   *
   * @throws InvalidInputException at a file that may not be there
   */
  async *streamsOf(file: FileModel): AsyncGenerator<UploadStream, void, undefined> {
    const received = this.#of(file);
    while (received.current) {
      const { stream, rest } = received.current;
      received.current = undefined;
      yield stream;
      if (stream.readableDidRead && !stream.destroyed) await once(stream, 'close');
      await skip(rest);
      await this.read();
      if (received.faults.length > 0) throw new InvalidInputException(received.faults);
    }
  }
}

function fault(
  path: readonly (string | number)[],
  code: string,
  message: string,
  args?: readonly unknown[],
): InputError {
  return inputError('body', path, code, `${path.join('.')} ${message}`, args);
}

function tooManyOf(name: string, most: number): InputError {
  return fault([name], 'maxFiles', most === 1 ? 'must be one file' : `must be no more than ${most} files`, [most]);
}

/** Gives all of it, up to a size. */
async function gather(content: AsyncIterable<Buffer>, maxSize: number, error: () => Error): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of within(content, maxSize, error)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Lets through what is no larger than it may be. */
async function* within(
  content: AsyncIterable<Buffer>,
  maxSize: number,
  error: () => Error,
): AsyncGenerator<Buffer, void, undefined> {
  let size = 0;
  for await (const chunk of content) {
    size += chunk.length;
    if (size > maxSize) throw error();
    yield chunk;
  }
}

/** Looks at the first bytes, and gives all of it. */
async function peek(
  content: AsyncGenerator<Buffer, void, undefined>,
  size: number,
): Promise<{ readonly sample: Buffer; readonly all: AsyncIterable<Buffer> }> {
  const chunks: Buffer[] = [];
  let length = 0;
  while (length < size) {
    const { done, value } = await content.next();
    if (done === true) break;
    chunks.push(value);
    length += value.length;
  }
  const all = async function* (): AsyncGenerator<Buffer, void, undefined> {
    yield* chunks.splice(0);
    yield* content;
  };
  return { sample: Buffer.concat(chunks, length).subarray(0, size), all: all() };
}

async function skip(content: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of content);
}
