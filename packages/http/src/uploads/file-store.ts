import { rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RequestContext } from '../contracts/context.js';
import { Upload, type UploadInfo } from '../contracts/upload.js';
import { invalidForm } from './form-errors.js';
import type { FileRule, FormRules } from './form-rules.js';

/** Keeps the files of one form, until the request is over. */
export class FileStore {
  readonly #rules: FormRules;
  readonly #context: RequestContext;
  readonly #paths: string[] = [];
  #isOver = false;

  constructor(rules: FormRules, context: RequestContext) {
    this.#rules = rules;
    this.#context = context;
    const { response } = context;
    if (response.closed || response.destroyed) this.#isOver = true;
    else response.once('close', () => void this.#end());
  }

  /** Reads a file to its end, and gives it. */
  async keep(rule: FileRule, info: UploadInfo, content: AsyncIterable<Buffer>): Promise<Upload> {
    const { to } = rule.model;
    if (to === 'sink') return this.#pour(rule, info, content);
    const memorySize = to === 'memory' ? Infinity : to === 'disk' ? -1 : this.#rules.limits.memorySize;
    const chunks: Buffer[] = [];
    let size = 0;
    const source = content[Symbol.asyncIterator]();
    while (size <= memorySize) {
      const { done, value } = await source.next();
      if (done === true) return new Upload(info, size, { kind: 'memory', bytes: Buffer.concat(chunks, size) });
      chunks.push(value);
      size += value.length;
    }
    const path = await this.#write(chunks, source, (count) => (size += count));
    return new Upload(info, size, { kind: 'disk', path });
  }

  /** Writes what has come and what is to come to a file of its own. */
  async #write(first: readonly Buffer[], rest: AsyncIterator<Buffer>, count: (size: number) => void): Promise<string> {
    const { path, handle } = await this.#rules.folder.createFile();
    this.#paths.push(path);
    const bytes = async function* () {
      yield* first;
      for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
        count(next.value.length);
        yield next.value;
      }
    };
    try {
      await pipeline(bytes, handle.createWriteStream());
    } finally {
      // Nobody will come to remove it any more.
      if (this.#isOver) await this.#end();
    }
    if (this.#isOver) throw invalidForm('The client has gone.');
    return path;
  }

  /** Lets a sink take it. What it throws is the application's own error. */
  async #pour(rule: FileRule, info: UploadInfo, content: AsyncIterable<Buffer>): Promise<Upload> {
    const context = this.#context;
    let stream: Writable;
    try {
      stream = await (rule.open as NonNullable<FileRule['open']>)(info, context);
    } catch (error) {
      context.isOwn = true;
      throw error;
    }
    let size = 0;
    let failure: unknown;
    const source = async function* () {
      try {
        for await (const chunk of content) {
          size += chunk.length;
          yield chunk;
        }
      } catch (error) {
        failure = error;
        throw error;
      }
    };
    try {
      await pipeline(source, stream);
    } catch (error) {
      if (failure === undefined) context.isOwn = true;
      throw failure ?? error;
    }
    return new Upload(info, size, { kind: 'sink', stream });
  }

  async #end(): Promise<void> {
    this.#isOver = true;
    for (const path of this.#paths.splice(0)) {
      try {
        await rm(path, { force: true });
      } catch (error) {
        this.#context.request.log.error({ err: error }, 'What was left of an upload could not be removed.');
      }
    }
  }
}
