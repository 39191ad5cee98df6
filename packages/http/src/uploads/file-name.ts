/**
 * Makes a file's name something that may be shown: the last part of the path that it may be, on any system, without what
 * moves a cursor or turns a line around, and without dots that hide it.
 *
 * It may be empty then, and is still nothing to store a file by.
 */
export function safeFileName(name: string): string {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  return base
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .trim()
    .replace(/^[.\s]+/, '');
}
