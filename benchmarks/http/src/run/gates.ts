import { atMost, type Gate } from '../../../harness/gates.js';
import { ROUTES } from '../app/exchanges.js';
import { CONTROLLERS, type Results, type SubjectName } from './jobs.js';

/** The subjects that a goal is about. */
export const JUDGED: readonly SubjectName[] = ['fastify', 'tenon', 'fastify-bare', 'fastify-and-imports'];

/** What Tenon may take of what Fastify takes with schemas by hand, on each route. */
const MOST_OF_FASTIFY = 0.95;
/** What the boot of a large application may take, in terms of Fastify without schemas. */
const MOST_BOOT_CPU = 1.2;
const MOST_BOOT_RSS = 1.15;
/** How much more than Fastify without schemas, and the import of the decorators, the boot of a small one may take. */
const MOST_SMALL_MS = 50;

/** Judges what was measured; a case that was not run has no gate. */
export function judge(results: Results): Gate[] {
  return [...judgeRoutes(results), ...judgeBoot(results), ...judgeSmall(results)];
}

function judgeRoutes(results: Results): Gate[] {
  return ROUTES.filter((route) => results.has(route, 'tenon') && results.has(route, 'fastify')).map((route) => {
    const { median } = results.ratio(route, 'tenon', 'cpuUs');
    return atMost(`${route}: Tenon ÷ fastify`, median, MOST_OF_FASTIFY, (value) => value.toFixed(2));
  });
}

function judgeBoot(results: Results): Gate[] {
  if (!results.has('boot', 'tenon') || !results.has('boot', 'fastify-bare')) return [];
  const ratio = (figure: string) => results.ratio('boot', 'tenon', figure, 'fastify-bare').median;
  const what = `boot of ${CONTROLLERS} controllers`;
  return [
    atMost(`${what}, CPU: Tenon ÷ fastify-bare`, ratio('cpuMs'), MOST_BOOT_CPU, (value) => value.toFixed(2)),
    atMost(`${what}, RSS: Tenon ÷ fastify-bare`, ratio('rssBytes'), MOST_BOOT_RSS, (value) => value.toFixed(2)),
  ];
}

function judgeSmall(results: Results): Gate[] {
  if (!results.has('small', 'tenon') || !results.has('small', 'fastify-and-imports')) return [];
  const more = results.difference('small', 'tenon', 'fastify-and-imports', 'cpuMs').median;
  const what = 'boot of the small application: Tenon − fastify-and-imports';
  return [atMost(what, more, MOST_SMALL_MS, (value) => `${value.toFixed(0)} ms`)];
}
