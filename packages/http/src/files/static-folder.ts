import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotFoundException } from '../contracts/http-exception.js';
import { openAsset } from './asset-body.js';
import { type AssetFolder, withoutFingerprint } from './asset-folder.js';
import { ENCODINGS, type Encoding, endingOf } from './encodings.js';
import { type FoundOnDisk, openOnDisk } from './disk-file.js';
import type { FileBody } from './file-body.js';
import { prefixOf, type StaticFolder } from './folder-options.js';
import { mediaTypes } from './media-types.js';
import { sendBody } from './send-file.js';

/** Answers for what stands behind the path of a folder. */
export type ServeStatic = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** A slash or a backslash that a client has hidden is one more way to write a path, by which guards may be passed. */
const HIDDEN = /%(?:2f|5c)/i;

/** What may be kept for as long as it likes: under this path there will never be anything else. */
const FOR_EVER = 'public, max-age=31536000, immutable';
/** What is kept, but asked for anew each time: it is another state than the one that was asked for. */
const NEVER_UNASKED = 'no-cache';

/**
 * Makes what serves a folder. Files and folders that begin with a dot are not there, and neither are links that lead out of
 * it; folders are not listed.
 *
 * @param assets - the same folder by fingerprints, where it has them
 */
export function serveStatic(options: StaticFolder, assets: AssetFolder | undefined): ServeStatic {
  const { folder, index = 'index.html', cacheControl = 'public, max-age=0', precompressed = false } = options;
  const negotiate = precompressed ? loadEncodings() : undefined;

  async function send(reply: FastifyReply, name: string, { body, encoding }: Chosen, caching: string): Promise<void> {
    const { typeOf } = await mediaTypes();
    const { etag, lastModified } = body;
    await sendBody(reply, body, {
      etag: encoding ? etag?.replace(/"$/, `-${encoding}"`) : etag,
      lastModified,
      headers: {
        'content-type': typeOf(name) ?? 'application/octet-stream',
        'content-encoding': encoding,
        'cache-control': caching,
        vary: precompressed ? 'accept-encoding' : undefined,
      },
    });
  }

  return async (request, reply) => {
    const name = (request.params as { readonly '*'?: string })['*'] ?? '';
    const [path = ''] = (request.raw.url as string).split('?', 1);
    if (HIDDEN.test(path)) throw notThere();
    const encoding = negotiate && (await negotiate)(request);
    const asset = assets?.find(name);
    const opened = asset && (await openAsset(assets as AssetFolder, asset, encoding));
    if (asset && opened) {
      await send(reply, asset.file.name, opened, opened.isAsAsked ? FOR_EVER : NEVER_UNASKED);
      return;
    }
    const isFolder = name === '' || name.endsWith('/');
    if (isFolder && index === false) throw notThere();
    const file = isFolder ? `${name}${String(index)}` : name;
    const found = await choose(folder, file, encoding);
    if (isChosen(found)) {
      await send(reply, file, found, cacheControl);
      return;
    }
    if (found.body === 'folder' && index !== false && (await isFile(folder, `${file}/${index}`))) {
      redirectToFolder(reply, options, file, request.raw.url as string);
      return;
    }
    // Whoever has a page of the version before, or of the next one, gets what there is.
    const other = assets && withoutFingerprint(name);
    const present = other === undefined ? undefined : await choose(folder, other, encoding);
    if (other === undefined || !present || !isChosen(present)) throw notThere();
    await send(reply, other, present, NEVER_UNASKED);
  };
}

/** Said of what is not there as of every other path that nothing answers. */
function notThere(): NotFoundException {
  return new NotFoundException('Nothing answers at this path.');
}

type Negotiate = (request: FastifyRequest) => Encoding | undefined;

async function loadEncodings(): Promise<Negotiate> {
  const { negotiate } = await import('@fastify/accept-negotiator');
  const encodings: string[] = [...ENCODINGS];
  return ({ headers }) => (negotiate(headers['accept-encoding'] ?? '', encodings) ?? undefined) as Encoding | undefined;
}

/** What is sent, and how it is encoded. */
interface Chosen<B = FileBody> {
  readonly body: B;
  readonly encoding?: Encoding | undefined;
}

function isChosen(found: Chosen<FoundOnDisk>): found is Chosen {
  return typeof found.body !== 'string';
}

/** Opens a file, or what it was compressed to. */
async function choose(
  folder: StaticFolder['folder'],
  name: string,
  encoding: Encoding | undefined,
): Promise<Chosen<FoundOnDisk>> {
  if (encoding !== undefined) {
    const body = await openOnDisk(folder, name + endingOf(encoding));
    if (typeof body !== 'string') return { body, encoding };
  }
  return { body: await openOnDisk(folder, name) };
}

async function isFile(folder: StaticFolder['folder'], name: string): Promise<boolean> {
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
