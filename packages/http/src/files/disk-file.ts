import { type BigIntStats, constants, readdirSync, realpathSync } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Readable } from 'node:stream';
import { exactly, type FileBody } from './file-body.js';

/** A folder on the disk: a path, from where the process was started, or a `file:` URL. */
export type FolderLocation = string | URL;

/** What there may be under a name. */
export type FoundOnDisk = FileBody | 'folder' | 'nothing';

/** Neither follows what was put in the file's place since it was looked at, nor waits for whoever writes into a pipe. */
// oxlint-disable-next-line no-bitwise -- that is how Node takes them; Windows has none of these
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** What the disk says of names that lead nowhere. */
const NOWHERE: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'EINVAL', 'ENXIO']);

/**
 * Opens a file by its name in a folder. The name may come from a client: it leads nowhere where it has dots, backslashes or
 * nothing between its slashes, where a part of it begins with a dot, or where a link leads out of the folder.
 *
 * @throws Error if the folder itself is not there, or if the file may not be read
 */
export async function openOnDisk(location: FolderLocation, name: string): Promise<FoundOnDisk> {
  if (!isSafe(name)) return 'nothing';
  const folder = pathOf(location);
  const root = await realpath(folder).catch((cause: unknown) => {
    throw new Error(`There is no folder ${folder}.`, { cause });
  });
  try {
    const real = await realpath(join(root, name));
    return isWithin(root, real, name) ? await openReal(real) : 'nothing';
  } catch (error) {
    if (NOWHERE.has((error as NodeJS.ErrnoException).code)) return 'nothing';
    throw error;
  }
}

/**
 * Opens what is at a path that leads over no link.
 *
 * @throws Error if nothing is there
 */
export async function openReal(path: string): Promise<FoundOnDisk> {
  const handle = await open(path, FLAGS);
  try {
    return await bodyOfFile(handle);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * Gives where a file of a folder really is, by the same rules as `openOnDisk`; undefined where the name leads nowhere.
 *
 * @param root - the real path of the folder
 */
export function realPathIn(root: string, name: string): string | undefined {
  if (!isSafe(name)) return undefined;
  try {
    const real = realpathSync.native(join(root, name));
    return isWithin(root, real, name) ? real : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Gives the names of all that may be a file in a folder, with slashes, by the same rules as `openOnDisk`. Links to other
 * folders are not followed: they may lead in a circle.
 *
 * @param root - the real path of the folder
 * @param inner - the folder in it to begin with, with a slash at its end
 */
export function* namesIn(root: string, inner = ''): Generator<string> {
  for (const entry of readdirSync(join(root, inner), { withFileTypes: true })) {
    const name = inner + entry.name;
    if (!isSafe(name)) continue;
    if (entry.isDirectory()) yield* namesIn(root, `${name}/`);
    else if (entry.isFile() || entry.isSymbolicLink()) yield name;
  }
}

/** Gives the path of a folder. */
export function pathOf(location: FolderLocation): string {
  return resolve(typeof location === 'string' ? location : fileURLToPath(location));
}

/** What Windows takes for a device, whatever stands behind a dot, and what it leaves out or understands in its own way. */
const OF_WINDOWS = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|[:*?"<>|]|[. ]$/i;

function isSafe(name: string): boolean {
  if (name.includes('\\') || name.includes('\0')) return false;
  return name
    .split('/')
    .every((part) => part !== '' && !part.startsWith('.') && !(process.platform === 'win32' && OF_WINDOWS.test(part)));
}

/** Whether the real path of what was found is within the folder, no dot file, and spelt as it is on the disk. */
function isWithin(root: string, real: string, name: string): boolean {
  const start = root.endsWith(sep) ? root : root + sep;
  if (!real.startsWith(start)) return false;
  const found = real.slice(start.length).split(sep);
  const asked = name.split('/').join(sep);
  const spelt = found.join(sep);
  return !found.some((part) => part.startsWith('.')) && (spelt === asked || !isSameWord(spelt, asked));
}

/** A disk that takes Report.txt for report.txt would let whoever guards one of them by its path be passed by. */
function isSameWord(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Gives the entity tag of a file of the disk: another one once it was changed. */
export function tagOf({ size, mtimeNs }: BigIntStats): string {
  return `"${size.toString(36)}-${mtimeNs.toString(36)}"`;
}

async function bodyOfFile(handle: FileHandle): Promise<FoundOnDisk> {
  const stat = await handle.stat({ bigint: true });
  if (!stat.isFile()) {
    await handle.close();
    return stat.isDirectory() ? 'folder' : 'nothing';
  }
  const size = Number(stat.size);
  return {
    size,
    hasParts: true,
    etag: tagOf(stat),
    lastModified: new Date(Math.min(Number(stat.mtimeMs), Date.now())),
    read: (part) => readFile(handle, part?.start ?? 0, (part?.end ?? size - 1) + 1),
    discard: () => void handle.close(),
  };
}

/** What is read at once, in bytes: a stream costs more than it saves where it would have but one piece. */
const MOST_AT_ONCE = 64 * 1024;

/** Reads no more than was there when the file was opened; what has become shorter since then is cut off. */
function readFile(handle: FileHandle, start: number, end: number): Readable | Promise<Buffer> {
  const length = end - start;
  return length <= MOST_AT_ONCE
    ? readAtOnce(handle, start, length)
    : exactly(handle.createReadStream({ start, end: end - 1 }), length);
}

async function readAtOnce(handle: FileHandle, start: number, length: number): Promise<Buffer> {
  try {
    const bytes = Buffer.allocUnsafe(length);
    const { bytesRead } = await handle.read(bytes, 0, length, start);
    if (bytesRead < length) throw new Error('The file has become shorter while it was read.');
    return bytes;
  } finally {
    await handle.close();
  }
}
