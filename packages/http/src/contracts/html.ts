/** Markup that is sent as it is. Everything else that stands in a template is escaped. */
export class Html {
  /** @param text - what nobody but the application has written, or what a sanitiser has let through */
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/**
 * Makes text of anything that may stand in HTML, between tags and in a quoted attribute.
 *
 * Most texts need nothing, and those that do are gone through once: by `replaceAll` it takes half as long again.
 */
export function escapeHtml(text: string): string {
  const first = text.search(NEEDS_ESCAPE);
  if (first === -1) return text;
  let escaped = '';
  let start = 0;
  for (let at = first; at < text.length; at++) {
    const entity = entityOf(text.charCodeAt(at));
    if (entity === undefined) continue;
    escaped += text.slice(start, at) + entity;
    start = at + 1;
  }
  return escaped + text.slice(start);
}

const NEEDS_ESCAPE = /[&<>"'`]/;

function entityOf(code: number): string | undefined {
  switch (code) {
    case 0x26:
      return '&amp;';
    case 0x3c:
      return '&lt;';
    case 0x3e:
      return '&gt;';
    case 0x22:
      return '&quot;';
    case 0x27:
      return '&#39;';
    // Old browsers took a backtick for a quote.
    case 0x60:
      return '&#96;';
    default:
      return undefined;
  }
}
