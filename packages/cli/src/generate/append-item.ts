import type { ModuleSource, Span } from './module-source.js';

/**
 * Adds an item to the end of a list in brackets: an array, an object, or what an import names. The layout stays as it is:
 * one line each or all in one, with a comma at the end or without, and each comment behind the item that it is about.
 *
 * @param brackets - from the opening one to behind the closing one
 * @param items - what stands in it, in its order
 * @param padding - what stands between brackets and items where there are none yet
 */
export function appendItem(
  source: ModuleSource,
  brackets: Span,
  items: readonly Span[],
  item: string,
  padding: string,
): void {
  const last = items.at(-1);
  if (!last) return fillEmpty(source, brackets, item, padding);
  const { edits, lineEnd } = source;
  const previousEnd = items.at(-2)?.end ?? brackets.start + 1;
  const comma = source.find(',', last.end, brackets.end - 1);
  const hasComma = comma !== -1;
  const behind = source.commentsBehind(hasComma ? comma + 1 : last.end);
  const isOnePerLine = source.isBroken(previousEnd, last.start);
  const isNewLine = isOnePerLine || behind.isLine;
  if (!hasComma) edits.appendLeft(isNewLine ? last.end : behind.end, ',');
  const end = hasComma ? ',' : '';
  if (isNewLine) {
    const indent = source.indentAt(last.start) + (isOnePerLine ? '' : '  ');
    edits.appendLeft(behind.end, `${lineEnd}${indent}${item}${end}`);
  } else {
    edits.appendLeft(behind.end, ` ${item}${end}`);
  }
}

function fillEmpty(source: ModuleSource, { start, end }: Span, item: string, padding: string): void {
  const { text, edits, lineEnd } = source;
  const close = end - 1;
  const inner = text.slice(start + 1, close);
  if (inner.trim() === '') {
    if (inner === '') edits.appendLeft(close, `${padding}${item}${padding}`);
    else edits.update(start + 1, close, `${padding}${item}${padding}`);
    return;
  }
  // There are comments in it. They stay above.
  const line = text.lastIndexOf('\n', close) + 1;
  const ownLine = line > start && text.slice(line, close).trim() === '';
  if (ownLine) edits.appendLeft(line, `${source.indentAt(close)}  ${item},${lineEnd}`);
  else edits.appendLeft(close, ` ${item}${padding}`);
}
