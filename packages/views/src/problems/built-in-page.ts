import { escapeHtml, type InputError } from '@tenon/http';
import type { ProblemPage } from './problem-page.js';

/**
 * Writes the page of an error for applications that have none of their own: without scripts, images and other resources, in the
 * colours that the reader's system has, and readable by a screen reader.
 */
export function builtInPage({ status, title, message, errors, requestId, details }: ProblemPage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${status} ${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; background: light-dark(#fff, #16181d); color: light-dark(#1d2129, #e8eaee) }
main { max-width: 46rem; margin: 0 auto; padding: 12vh 1.5rem 3rem }
.status { margin: 0; font-weight: 600; color: light-dark(#5b6472, #a4adbb) }
h1 { margin: .25rem 0 1rem; font-size: 1.9rem; line-height: 1.2 }
h2 { margin: 2rem 0 .5rem; font-size: 1.05rem }
a { color: light-dark(#0b57d0, #9ec1ff) }
pre { margin: 0; padding: 1rem; overflow: auto; border-radius: .4rem; font: .85rem/1.5 ui-monospace, Menlo, Consolas, monospace; background: light-dark(#f1f3f6, #22252c) }
dt { font-weight: 600 }
dd { margin: 0 0 .5rem; overflow-wrap: anywhere }
small { color: light-dark(#5b6472, #a4adbb) }
</style>
</head>
<body>
<main>
<p class="status">${status}</p>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(message)}</p>
${errorList(errors)}<p><a href="/">To the start page</a></p>
${status >= 500 ? `<p><small>Number of the request: ${escapeHtml(requestId)}</small></p>\n` : ''}${details ? detailList(details) : ''}</main>
</body>
</html>
`;
}

function errorList(errors: readonly InputError[]): string {
  if (errors.length === 0) return '';
  return `<ul>\n${errors.map(({ message }) => `<li>${escapeHtml(message)}</li>`).join('\n')}\n</ul>\n`;
}

function detailList({ request, handler, code, error, template }: NonNullable<ProblemPage['details']>): string {
  const facts = Object.entries({ Request: request, Handler: handler, Code: code })
    .filter(([, text]) => text !== undefined)
    .map(([name, text]) => `<dt>${name}</dt><dd>${escapeHtml(text as string)}</dd>`)
    .join('\n');
  return `<section aria-labelledby="details">
<h2 id="details">Only in development</h2>
<dl>
${facts}
</dl>
${block(template)}${block(error)}</section>
`;
}

/** A block that is wider than the screen can be moved by the keyboard too. */
function block(text: string | undefined): string {
  return text === undefined ? '' : `<pre tabindex="0">${escapeHtml(text)}</pre>\n`;
}
