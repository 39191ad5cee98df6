import type { Job as JobOf, Results as ResultsOf } from '../../harness/results.js';

export const SUBJECTS = ['fastify', 'tenon'] as const;
export type Subject = (typeof SUBJECTS)[number];

export const DATABASES = ['sqlite', 'postgres'] as const;
export type DatabaseKind = (typeof DATABASES)[number];

/** The routes that a front end asks most: the README says why these. */
export const ROUTES = ['list', 'article', 'user', 'tags', 'favorite'] as const;
export type Route = (typeof ROUTES)[number];

export type CaseName = `${DatabaseKind} ${Route}`;
export const CASES = DATABASES.flatMap((database) => ROUTES.map((route) => `${database} ${route}` as const));

/** What a case is about. */
export function partsOf(name: CaseName): readonly [database: DatabaseKind, route: Route] {
  return name.split(' ') as [DatabaseKind, Route];
}

export type Job = JobOf<CaseName, Subject>;
export type Results = ResultsOf<CaseName, Subject>;

/** Lists the servers of one round, case by case; each round begins with another subject. */
export function listJobs(cases: readonly CaseName[], subjects: readonly Subject[], round: number): Job[] {
  const order = round % 2 === 0 ? subjects : subjects.toReversed();
  return cases.flatMap((name) => order.map((subject) => ({ subject, case: name })));
}

/** One request of a route. */
export interface Exchange {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token?: string;
}

/** What has been put into a database. */
export interface Content {
  readonly slug: string;
  readonly token: string;
}

/** Gives the requests of the routes, by somebody who has signed in, as most readers of a front end have. */
export function exchangesOf({ slug, token }: Content): Readonly<Record<Route, Exchange>> {
  return {
    list: { method: 'GET', path: '/api/articles?limit=20', token },
    article: { method: 'GET', path: `/api/articles/${slug}`, token },
    user: { method: 'GET', path: '/api/user', token },
    tags: { method: 'GET', path: '/api/tags' },
    favorite: { method: 'POST', path: `/api/articles/${slug}/favorite`, token },
  };
}
