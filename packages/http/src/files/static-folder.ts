import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotFoundException } from '../contracts/http-exception.js';
import { type FolderLocation, type FoundOnDisk, openOnDisk } from './disk-file.js';
import { mediaTypes } from './media-types.js';
import { sendBody } from './send-file.js';

/** A folder whose files everybody may have. */
export interface StaticFolder {
  /** A path from where the process is started, or a `file:` URL. */
  readonly folder: FolderLocation;
  /** What the paths of its files begin with; the application's prefix does not stand before it. Default: `/`. */
  readonly path?: string;
  /** What answers for a folder in it, or false for nothing. Default: `index.html`. */
  readonly index?: string | false;
  /** The header of that name. Default: `public, max-age=0`: kept, and asked for anew each time. */
  readonly cacheControl?: string;
  /**
   * Whether `app.js.br` or `app.js.gz` is sent in place of `app.js` where there is one and the client takes it. Default: false.
   */
  readonly precompressed?: boolean;
}

/** Answers for what stands behind the path of a folder. */
export type ServeStatic = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** A slash or a backslash that a client has hidden is one more way to write a path, by which guards may be passed. */
const HIDDEN = /%(?:2f|5c)/i;

/**
 * Makes what serves a folder. Files and folders that begin with a dot are not there, and neither are links that lead out of
 * it; folders are not listed.
 */
export function serveStatic(options: StaticFolder): ServeStatic {
  const { folder, index = 'index.html', cacheControl = 'public, max-age=0', precompressed = false } = options;
  const negotiate = precompressed ? loadEncodings() : undefined;
  return async (request, reply) => {
    const name = (request.params as { readonly '*'?: string })['*'] ?? '';
    const [path = ''] = (request.raw.url as string).split('?', 1);
    if (HIDDEN.test(path)) throw notThere();
    const isFolder = name === '' || name.endsWith('/');
    if (isFolder && index === false) throw notThere();
    const file = isFolder ? `${name}${String(index)}` : name;
    const { body, encoding } = await choose(folder, file, negotiate && (await negotiate)(request));
    if (body === 'folder' && index !== false && (await isFile(folder, `${file}/${index}`))) {
      redirectToFolder(reply, options, file, request.raw.url as string);
      return;
    }
    if (typeof body === 'string') throw notThere();
    const { typeOf } = await mediaTypes();
    const { etag, lastModified } = body;
    sendBody(reply, body, {
      etag: encoding ? etag?.replace(/"$/, `-${encoding}"`) : etag,
      lastModified,
      headers: {
        'content-type': typeOf(file) ?? 'application/octet-stream',
        'content-encoding': encoding,
        'cache-control': cacheControl,
        vary: precompressed ? 'accept-encoding' : undefined,
      },
    });
  };
}

/** Said of what is not there as of every other path that nothing answers. */
function notThere(): NotFoundException {
  return new NotFoundException('Nothing answers at this path.');
}

/** What stands behind a name whose content is encoded. */
const ENDINGS: Readonly<Record<string, string>> = { br: '.br', gzip: '.gz' };

type Negotiate = (request: FastifyRequest) => string | undefined;

async function loadEncodings(): Promise<Negotiate> {
  const { negotiate } = await import('@fastify/accept-negotiator');
  const encodings = Object.keys(ENDINGS);
  return ({ headers }) => negotiate(headers['accept-encoding'] ?? '', encodings) ?? undefined;
}

/** Opens a file, or what it was compressed to. */
async function choose(
  folder: FolderLocation,
  name: string,
  encoding: string | undefined,
): Promise<{ readonly body: FoundOnDisk; readonly encoding?: string }> {
  if (encoding !== undefined) {
    const body = await openOnDisk(folder, name + (ENDINGS[encoding] as string));
    if (typeof body !== 'string') return { body, encoding };
  }
  return { body: await openOnDisk(folder, name) };
}

async function isFile(folder: FolderLocation, name: string): Promise<boolean> {
  const found = await openOnDisk(folder, name);
  if (typeof found === 'string') return false;
  found.discard();
  return true;
}

/** What stands in a folder's index is relative to the folder. The name was found on the disk, and leads to no other host. */
function redirectToFolder(reply: FastifyReply, { path }: StaticFolder, name: string, url: string): void {
  const parts = name.split('/').map((part) => encodeURIComponent(part));
  const query = url.includes('?') ? url.slice(url.indexOf('?')) : '';
  reply.redirect(`${prefixOf(path)}${parts.join('/')}/${query}`, 301);
}

/** Gives what the paths of a folder begin with, with a slash at both ends. */
export function prefixOf(path = '/'): string {
  return `/${path.replace(/^\/+|\/+$/g, '')}/`.replace('//', '/');
}
