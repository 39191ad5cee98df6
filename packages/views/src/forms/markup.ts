import { escapeHtml, Html } from '@tenon/http';

/** Makes markup of whatever a template prints: `Html` is left alone, nothing is nothing, and all else is text. */
export function escapeValue(value: unknown): string {
  if (typeof value === 'string') return escapeHtml(value);
  if (value instanceof Html) return value.text;
  if (typeof value === 'number') return String(value);
  return value === undefined || value === null ? '' : escapeHtml(textOf(value));
}

/** Gives the text of anything, as JavaScript does. */
export function textOf(value: unknown): string {
  // oxlint-disable-next-line typescript/no-base-to-string -- whoever prints an object sees that it is one
  return value === undefined || value === null ? '' : String(value);
}

/** Writes attributes, each with a blank before it. What is undefined, null or false is left out, and true has no value. */
export function writeAttributes(attributes: Readonly<Record<string, unknown>>): string {
  let text = '';
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (!NAME.test(name) || HANDLER.test(name))
      throw new TypeError(`${JSON.stringify(name)} is no name of an attribute.`);
    text += value === true ? ` ${name}` : ` ${name}="${attributeText(value)}"`;
  }
  return text;
}

/** Markup may have quotes, as JSON for a script has, and would end the attribute. */
function attributeText(value: unknown): string {
  return value instanceof Html ? value.text.replaceAll('"', '&quot;') : escapeValue(value);
}

/** What cannot end an attribute and begin another. */
const NAME = /^[A-Za-z_:@][\w:.@-]*$/;
/** The default policy forbids them anyway, and who lets names of attributes come from elsewhere does not mean them. */
const HANDLER = /^on/i;
