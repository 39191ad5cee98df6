import type { FastifyRequest } from 'fastify';

/** What a client thinks of the two faces that a reply may have: 0 is not taken, 1 is best (RFC 9110 §12.4.2). */
interface Weights {
  readonly json: number;
  readonly html: number;
  /** What it thinks of problem details, where it names them; no browser does. */
  readonly problem: number;
  /** Whether HTML is named, and not only taken as all else is: browsers name it for pages, and `fetch` does not. */
  readonly namesHtml: boolean;
}

/**
 * Whether a client would rather have a page than JSON: a browser that opens a page or sends a form, and no program.
 *
 * @example
 * if (prefersHtml(context.request)) context.reply.redirect('/login', 303);
 */
export function prefersHtml({ raw }: FastifyRequest): boolean {
  const { accept } = raw.headers;
  if (accept === undefined || accept === '*/*' || accept === 'application/json') return false;
  const { json, html, namesHtml } = weighAccept(accept);
  return html > json ? namesHtml || json === 0 : namesHtml && html > 0 && html === json;
}

const ANYTHING: Weights = { json: 1, html: 1, problem: 0, namesHtml: false };
const KNOWN = new Map<string, Weights>();
/** Clients send few different headers, and hostile ones as many as they like. */
const MOST_KNOWN = 200;

/**
 * Weighs what a client takes.
 *
 * @param accept - the request's header; nothing means everything (RFC 9110 §12.5.1)
 * @internal
 */
export function weighAccept(accept: string | undefined): Weights {
  if (accept === undefined || accept === '*/*' || accept === 'application/json')
    return accept === 'application/json' ? JSON_ALONE : ANYTHING;
  const known = KNOWN.get(accept);
  if (known !== undefined) return known;
  const weights = readAccept(accept);
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  KNOWN.set(accept, weights);
  return weights;
}

const JSON_ALONE: Weights = { json: 1, html: 0, problem: 0, namesHtml: false };

/** From the least specific, which counts least, to the most specific. Parameters of a type narrow nothing of these. */
const JSON_RANGES = ['*/*', 'application/*', 'application/json'];
/** What takes XHTML takes our HTML, unless it says otherwise. */
const HTML_RANGES = ['*/*', 'text/*', 'application/xhtml+xml', 'text/html'];

/**
 * One range of the list, and its parameters; a quoted one may have commas in it.
 *
 * A quote that is never closed ends with the header: otherwise each quote would be tried up to the header's end in vain.
 */
const RANGE = /([^\s;,]+)((?:"(?:[^"\\]|\\.)*(?:"|\\?$)|[^",])*)/g;

/** The most specific range decides, by its weight; nobody is refused for a header without any range. */
function readAccept(accept: string): Weights {
  if (accept.trim() === '') return ANYTHING;
  const json = { rank: -1, weight: 0 };
  const html = { rank: -1, weight: 0 };
  let problem = 0;
  for (const [, range = '', parameters = ''] of accept.matchAll(RANGE)) {
    const type = range.toLowerCase();
    const said = /;\s*q=\s*([\d.]+)/i.exec(parameters)?.[1];
    const weight = said === undefined ? 1 : Number(said) || 0;
    note(json, JSON_RANGES.indexOf(type), weight);
    note(html, HTML_RANGES.indexOf(type), weight);
    if (type === 'application/problem+json') problem = weight;
  }
  return { json: json.weight, html: html.weight, problem, namesHtml: html.rank > 0 };
}

function note(best: { rank: number; weight: number }, rank: number, weight: number): void {
  if (rank === -1 || rank < best.rank) return;
  best.weight = rank === best.rank ? Math.max(best.weight, weight) : weight;
  best.rank = rank;
}
