import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { protectHtml } from '../contracts/html-headers.js';
import { HttpException, PreconditionFailedException } from '../contracts/http-exception.js';
import { type ByteRange, readRange } from './byte-range.js';
import { checkConditions, isRangeOfSame, type Validators } from './conditions.js';
import type { FileBody } from './file-body.js';
import { mediaTypes } from './media-types.js';
import type { StreamableFile } from './streamable-file.js';

/** Headers of a file; those without a value are left out. */
type FileHeaders = Readonly<Record<string, string | undefined>>;

/**
 * Sends a file that a handler has returned.
 *
 * @throws HttpException 404 if it is not on the disk, 412 and 416 by what the client has asked for
 */
export async function sendFile(reply: FastifyReply, file: StreamableFile): Promise<void> {
  const { options, nameOnDisk } = file;
  const { dispositionOf, typeOf } = await mediaTypes();
  const body = await file.open();
  const { fileName = nameOnDisk } = options;
  const { disposition = options.fileName === undefined ? undefined : 'attachment' } = options;
  // A client may have chosen `fileName`: it never says what a browser is to run. What is saved is run by none.
  const typed = nameOnDisk ?? (disposition === 'attachment' ? fileName : undefined);
  await sendBody(reply, body, {
    etag: options.etag ?? body.etag,
    lastModified: options.lastModified ?? body.lastModified,
    headers: {
      'content-type': options.type ?? (typed && typeOf(typed)) ?? 'application/octet-stream',
      'content-disposition': disposition && dispositionOf(disposition, fileName),
      // It may be meant for one client alone, and caches would keep what is dated for as long as they like.
      'cache-control': 'private, no-cache',
    },
  });
}

/** What a reply says of a body. */
interface Described extends Validators {
  readonly headers: FileHeaders;
}

/**
 * Sends the part of a body that a client wants, or tells it that it has it already. Nothing stays open, whatever happens.
 *
 * @throws HttpException 412 if the file is not what the client thinks, 416 if it has no such part
 */
export async function sendBody(reply: FastifyReply, body: FileBody, said: Described): Promise<void> {
  const { raw, request } = reply;
  const described = mayBeCompressed(reply, said) ? { ...said, etag: weakened(said.etag) } : said;
  // The client has gone, or somebody else has answered meanwhile.
  if (raw.destroyed || raw.headersSent) {
    body.discard();
    return;
  }
  const { method, headers } = request;
  const validators: FileHeaders = {
    etag: described.etag,
    'last-modified': described.lastModified?.toUTCString(),
    'cache-control': described.headers['cache-control'],
    vary: described.headers['vary'],
  };
  let part: ByteRange | undefined;
  // What was said of another status, or has changed something, is no longer a question of conditions.
  if (reply.statusCode === 200 && (method === 'GET' || method === 'HEAD')) {
    const conditions = checkConditions(headers, described);
    if (conditions !== 'met') body.discard();
    if (conditions === 'failed')
      throw new PreconditionFailedException('The file is not what was expected.', { code: 'precondition-failed' });
    if (conditions === 'unchanged') {
      setMissing(reply, validators);
      reply.removeHeader('content-type').code(304).send();
      return;
    }
    part = partOf(reply, body, described);
  }
  const content = method === 'HEAD' ? undefined : await body.read(part);
  const stream = Buffer.isBuffer(content) ? undefined : content;
  // Once more: it may have taken a while to read it.
  if (content !== undefined && (raw.destroyed || raw.headersSent)) {
    stream?.destroy();
    return;
  }
  if (stream?.destroyed === true)
    throw stream.errored ?? new Error('The stream of a file was destroyed before it was sent.');
  setMissing(reply, described.headers);
  setMissing(reply, validators);
  protectHtml(reply);
  if (body.hasParts) reply.header('accept-ranges', 'bytes');
  if (part) reply.code(206).header('content-range', `bytes ${part.start}-${part.end}/${body.size}`);
  const length = part ? part.end - part.start + 1 : body.size;
  if (length !== undefined) reply.header('content-length', length);
  if (content === undefined) body.discard();
  else if (stream) takeCare(reply, stream);
  reply.send(content);
}

/** What @fastify/compress takes for worth compressing. */
const COMPRESSIBLE = /^text\/|\b(?:json|javascript|xml|wasm)\b/;

/**
 * Whether @fastify/compress may send other bytes under the same tag. A client that was cut off would go on with those of the
 * disk: a weak tag lets nobody put parts together (RFC 9110 §8.8.1).
 */
function mayBeCompressed({ server }: FastifyReply, { headers }: Described): boolean {
  if (!server.hasReplyDecorator('compress') || headers['content-encoding'] !== undefined) return false;
  return COMPRESSIBLE.test(headers['content-type'] ?? '');
}

function weakened(etag: string | undefined): string | undefined {
  return etag === undefined || etag.startsWith('W/') ? etag : `W/${etag}`;
}

function partOf(reply: FastifyReply, body: FileBody, described: Described): ByteRange | undefined {
  const { method, headers } = reply.request;
  const { range } = headers;
  const { size } = body;
  if (range === undefined || method !== 'GET' || !body.hasParts || size === undefined) return undefined;
  if (!isRangeOfSame(headers['if-range'] as string | undefined, described)) return undefined;
  const part = readRange(range, size);
  if (part === 'whole') return undefined;
  if (part !== 'none') return part;
  body.discard();
  throw new HttpException(`The file has ${size} bytes, and none of those that were asked for.`, 416, {
    code: 'range-not-satisfiable',
    headers: { 'content-range': `bytes */${size}` },
  });
}

/** Headers that describe the file, and not the problem that is told in its place. */
const OF_FILE = ['content-disposition', 'content-range', 'accept-ranges', 'etag', 'last-modified', 'cache-control'];

/** Sees to it that a stream ends with its reply, whoever ends that, and that a problem bears none of its headers. */
function takeCare(reply: FastifyReply, stream: Readable): void {
  const { raw } = reply;
  raw.once('close', () => stream.destroy());
  stream.once('error', () => {
    if (!raw.headersSent) for (const name of OF_FILE) reply.removeHeader(name);
  });
}

/** Sets headers that neither the route nor its handler has set. */
function setMissing(reply: FastifyReply, headers: FileHeaders): void {
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && !reply.hasHeader(name)) reply.header(name, value);
  }
}
