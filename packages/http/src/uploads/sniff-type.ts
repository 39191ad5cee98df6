import { isUtf8 } from 'node:buffer';

/** How much of a file its type is found by, in bytes: what `file-type` recommends. */
export const SAMPLE_SIZE = 4100;

/**
 * Finds the type of a file by its first bytes, if it is one of those that are wanted.
 *
 * Most types have a mark of their own. Text has none: what is UTF-8 without NUL is taken for what the client claims, where
 * that was asked for by its name or by `text/*`. So an SVG image, which can run scripts, is no `image/*`.
 *
 * @param wanted - such as `image/png` and `image/*`
 * @returns undefined if it is none of them
 */
export async function sniffType(
  sample: Buffer,
  claimed: string | undefined,
  wanted: readonly string[],
): Promise<string | undefined> {
  const found = await markedType(sample);
  if (found !== undefined && wanted.some((type) => admits(type, found))) return found;
  // What begins with an XML declaration may be any XML.
  if (found !== undefined && !(found === 'application/xml' && /[+/]xml$/.test(claimed ?? ''))) return undefined;
  if (claimed === undefined || !isText(claimed) || !wanted.some((type) => admitsText(type, claimed))) return undefined;
  return looksLikeText(sample) ? claimed : undefined;
}

/** Gives the type that the content itself tells; undefined where it tells none, or is broken. */
async function markedType(sample: Buffer): Promise<string | undefined> {
  const { fileTypeFromBuffer } = await import('file-type');
  const found = await fileTypeFromBuffer(sample).catch(() => undefined);
  return found?.mime.split(';', 1)[0];
}

function admits(wanted: string, type: string): boolean {
  return wanted.endsWith('/*') ? type.startsWith(wanted.slice(0, -1)) : wanted === type;
}

function admitsText(wanted: string, type: string): boolean {
  return wanted === type || (wanted === 'text/*' && type.startsWith('text/'));
}

function isText(type: string): boolean {
  return /^text\/|[+/](?:json|xml|yaml)$|^application\/(?:javascript|sql|x-ndjson)$/.test(type);
}

function looksLikeText(sample: Buffer): boolean {
  if (sample.includes(0)) return false;
  // Its last character may have been cut.
  for (let cut = 0; cut < 4; cut++) if (isUtf8(sample.subarray(0, Math.max(0, sample.length - cut)))) return true;
  return false;
}
