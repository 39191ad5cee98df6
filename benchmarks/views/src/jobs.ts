import type { Job as JobOf, Results as ResultsOf } from '../../harness/results.js';

/** All servers under measure; the ratios are to the first one. */
export const SUBJECTS = ['fastify', 'fastify-defaults', 'tenon', 'tenon-sessions', 'nest', 'adonis'] as const;
export type SubjectName = (typeof SUBJECTS)[number];

/** The pages under measure; each is asked for by its path. */
export const PAGES = { home: '/', about: '/about' } as const;
export type PageName = keyof typeof PAGES;
export const PAGE_NAMES = Object.keys(PAGES) as PageName[];

/** What a browser sends when somebody opens a page. */
export const BROWSER = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'accept-language': 'en-GB,en;q=0.5',
  'accept-encoding': 'gzip, deflate, br, zstd',
  'sec-fetch-dest': 'document',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-site': 'none',
} as const;

export type Job = JobOf<PageName, SubjectName>;
export type Results = ResultsOf<PageName, SubjectName>;

/** Lists the servers of one round, page by page; each round begins with another subject. */
export function listJobs(pages: readonly PageName[], subjects: readonly SubjectName[], round: number): Job[] {
  const start = round % subjects.length;
  const order = [...subjects.slice(start), ...subjects.slice(0, start)];
  return pages.flatMap((page) => order.map((subject) => ({ subject, case: page })));
}
