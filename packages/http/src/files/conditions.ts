import type { IncomingHttpHeaders } from 'node:http';

/** What tells one state of a file from another. */
export interface Validators {
  readonly etag: string | undefined;
  readonly lastModified: Date | undefined;
}

/** One tag of a list; a quoted one may have commas in it. */
const TAGS = /(?:W\/)?"[^"]*"/g;

/**
 * Tells what the conditions of a GET or HEAD request make of it.
 *
 * @returns `unchanged` if the client has it already (304), `failed` if the file is not as the client thinks (412)
 * @see RFC 9110 §13.2.2, whose order this is
 */
export function checkConditions(
  headers: IncomingHttpHeaders,
  { etag, lastModified }: Validators,
): 'met' | 'unchanged' | 'failed' {
  const ifMatch = headers['if-match'];
  const ifNoneMatch = headers['if-none-match'];
  if (ifMatch !== undefined) {
    if (!(ifMatch.trim() === '*' || tagsOf(ifMatch).some((tag) => isSame(tag, etag)))) return 'failed';
  } else if (isLater(lastModified, headers['if-unmodified-since'])) return 'failed';
  if (ifNoneMatch !== undefined) {
    const isKnown = etag !== undefined && tagsOf(ifNoneMatch).some((tag) => bare(tag) === bare(etag));
    return isKnown || ifNoneMatch.trim() === '*' ? 'unchanged' : 'met';
  }
  const isKnown = isLater(lastModified, headers['if-modified-since']) === false;
  return isKnown ? 'unchanged' : 'met';
}

/**
 * Tells whether a client that has a part of a file may get another one: only of the very same state.
 *
 * @see RFC 9110 §13.1.5
 */
export function isRangeOfSame(ifRange: string | undefined, { etag, lastModified }: Validators): boolean {
  if (ifRange === undefined) return true;
  const wanted = ifRange.trim();
  return wanted.endsWith('"')
    ? isSame(wanted, etag)
    : lastModified !== undefined && timeOf(wanted) === seconds(lastModified);
}

function tagsOf(list: string): readonly string[] {
  return list.match(TAGS) ?? [];
}

/** The strong comparison: a weak tag is the same as none, not even as itself. RFC 9110 §8.8.3.2 */
function isSame(tag: string, etag: string | undefined): boolean {
  return tag === etag && !tag.startsWith('W/');
}

function bare(tag: string): string {
  return tag.startsWith('W/') ? tag.slice(2) : tag;
}

/** Whether something was changed after a date; undefined where there is nothing to compare. */
function isLater(lastModified: Date | undefined, header: string | undefined): boolean | undefined {
  const since = header === undefined ? undefined : timeOf(header);
  return lastModified === undefined || since === undefined ? undefined : seconds(lastModified) > since;
}

/** In all of its three forms, a date of HTTP begins with a day of the week. RFC 9110 §5.6.7 */
const DAY = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/;

/** Gives a date's time in seconds; undefined for what is none. */
function timeOf(header: string): number | undefined {
  const date = header.trim();
  if (!DAY.test(date) || date.length > 40) return undefined;
  // The oldest form does not say that it is GMT.
  const time = Date.parse(date.endsWith('GMT') ? date : `${date} GMT`);
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000);
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
