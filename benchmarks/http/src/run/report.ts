import { writeFigure, writeRange, writeTable } from '../../../harness/report.js';
import { type Route, ROUTES } from '../app/exchanges.js';
import { CASES, CONTROLLERS, LOADED, type Results, type SubjectName } from './jobs.js';

const TITLES: Readonly<Record<Route, string>> = {
  text: 'text',
  json: 'JSON',
  search: 'params + query',
  post: 'POST 1 KB',
  list: 'list of 100',
  guarded: 'guarded',
  scoped: 'request scope',
};

/** Writes the tables of a run as Markdown, as they stand in the README. */
export function writeTables(results: Results): string[] {
  const routes = ROUTES.filter((route) => results.has(route));
  const parts: string[] = [];
  if (routes.length > 0) {
    const write = (title: string, first: string, cell: (route: Route, subject: SubjectName) => string) => {
      const rows = LOADED.filter((subject) => routes.some((route) => results.has(route, subject))).map((subject) => [
        subject,
        ...routes.map((route) => (results.has(route, subject) ? cell(route, subject) : '')),
      ]);
      parts.push(`### ${title}\n\n${writeTable([first, ...routes.map((route) => TITLES[route])], rows)}`);
    };
    if (routes.every((route) => results.has(route, 'fastify'))) {
      write('CPU time of a request ÷ raw Fastify', '', (route, subject) =>
        results.ratio(route, subject, 'cpuUs').median.toFixed(2),
      );
    }
    write('CPU time of a request', 'µs, least–most', (route, subject) => {
      const spread = results.spread(route, subject, 'cpuUs');
      return `${writeFigure(spread.median)} (${writeRange(spread)})`;
    });
    write('Requests in a second', '', (route, subject) =>
      results.spread(route, subject, 'perSecond').median.toFixed(0),
    );
    write('Latency, 99th percentile', 'ms', (route, subject) =>
      writeFigure(results.spread(route, subject, 'p99Ms').median),
    );
  }
  if (results.has('boot')) parts.push(writeBoot('boot', results));
  if (results.has('small')) parts.push(writeBoot('small', results));
  return parts;
}

const BOOTS = {
  boot: `Boot of ${CONTROLLERS} controllers with five routes each`,
  small: 'Boot of the application with the seven routes',
} as const;

function writeBoot(name: keyof typeof BOOTS, results: Results): string {
  const hasBase = results.has(name, 'fastify-bare');
  const ratio = (subject: SubjectName, figure: string) =>
    hasBase ? results.ratio(name, subject, figure, 'fastify-bare').median.toFixed(2) : '';
  const rows = CASES[name]
    .filter((subject) => results.has(name, subject))
    .map((subject) => {
      const cpu = results.spread(name, subject, 'cpuMs');
      const memory = results.spread(name, subject, 'rssBytes');
      return [
        subject,
        cpu.median.toFixed(0),
        `${cpu.least.toFixed(0)}–${cpu.most.toFixed(0)}`,
        ratio(subject, 'cpuMs'),
        (memory.median / 2 ** 20).toFixed(0),
        ratio(subject, 'rssBytes'),
      ];
    });
  const head = ['', 'ms of CPU', 'least–most', '÷ fastify-bare', 'RSS, MB', '÷ fastify-bare'];
  return `### ${BOOTS[name]}\n\n${writeTable(head, rows)}`;
}
