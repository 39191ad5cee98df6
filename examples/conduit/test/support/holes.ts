import { load } from 'cheerio';

/** Whether an address is one of this site, or of another one that is named in full. */
function isHarmless(address: string): boolean {
  const here = 'http://here.invalid';
  const url = URL.parse(address, `${here}/article/x`);
  return url?.origin === here || (/^https?:$/.test(url?.protocol ?? '') && /^https?:\/\//i.test(address));
}

/** Finds whatever in a page may run, or lead where it should not. */
export function holesIn(html: string): string[] {
  const $ = load(html);
  const found = $('script:not([src^="/site"]):not([type="application/json"]), iframe, object, embed, base, svg, style')
    .toArray()
    .map((each) => $.html(each));
  for (const each of $('*').toArray()) {
    for (const [name, value] of Object.entries($(each).attr() ?? {})) {
      if (/^on|^style$|^srcdoc$/i.test(name)) found.push(`${name}="${value}"`);
      if (/^(?:href|src|action|formaction|poster)$/i.test(name) && !isHarmless(value)) found.push(`${name}="${value}"`);
    }
  }
  return found;
}
