import { textOf } from '../forms/markup.js';

/**
 * Gives an address that a link or an image may have, and `#` for any other: one that would run, such as `javascript:`, or that
 * has its content in it, such as `data:`.
 *
 * Addresses without a scheme are paths, and are left alone.
 *
 * @param url - may come from anybody
 * @see WHATWG URL, 4.4: browsers leave out line breaks and tabs, and blanks and control characters at the beginning
 */
export function safeUrl(url: unknown): string {
  const text = textOf(url);
  // oxlint-disable-next-line no-control-regex -- what browsers leave out
  const read = text.replaceAll(/[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028\u2029\ufeff]/g, '');
  const scheme = /^([^/?#]*?):/.exec(read)?.[1];
  return scheme === undefined || ALLOWED.has(scheme.toLowerCase()) ? text : '#';
}

const ALLOWED: ReadonlySet<string> = new Set(['http', 'https', 'mailto', 'tel']);
