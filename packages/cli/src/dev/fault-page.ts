import { isIP } from 'node:net';
import { scriptTag } from './browser-script.js';
import type { Fault } from './fault.js';

/**
 * Gives what of a fault may be said to whoever asks by this name.
 *
 * Errors quote sources. A name with a dot may be that of somebody else's page, which has had it lead to this machine to read
 * them (DNS rebinding); an address may not, nor a name that nobody can register.
 */
export function shownTo(host = '', fault: Fault): Fault {
  const name = host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1');
  const isOwn = !name.includes('.') || isIP(name) !== 0 || name.endsWith('.localhost');
  return isOwn ? fault : { ...fault, text: 'The terminal of `tenon dev` says more.' };
}

/** Headers of the page. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
};

/**
 * Gives the page of a fault.
 *
 * @param generation - which process or fault it is of: it reloads when something else is served
 */
export function faultPage({ heading, text }: Fault, generation: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(heading)}</title>
<style>
  body { margin: 0; padding: 2rem; background: #141418; color: #f2f2f2; font: 15px/1.5 ui-monospace, Menlo, Consolas, monospace }
  h1 { margin: 0 0 1rem; color: #ff7b72; font: 600 20px/1.4 system-ui, sans-serif }
  pre { margin: 0; white-space: pre-wrap }
</style>
<h1>${escapeHtml(heading)}</h1>
<pre>${escapeHtml(text)}</pre>
${scriptTag(generation)}
</html>
`;
}

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPED[character] ?? '');
}
