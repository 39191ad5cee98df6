/** Markup that is sent as it is. Everything else that stands in a template is escaped. */
export class Html {
  /** @param text - what nobody but the application has written, or what a sanitiser has let through */
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/** Makes text of anything that may stand in HTML, between tags and in a quoted attribute. */
export function escapeHtml(text: string): string {
  return NEEDS_ESCAPE.test(text) ? text.replaceAll(/[&<>"'`]/g, (letter) => ENTITIES[letter] as string) : text;
}

const NEEDS_ESCAPE = /[&<>"'`]/;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  // Old browsers took it for a quote.
  '`': '&#96;',
};
