/** What a project may begin with beside its template: packages of Tenon. `api` has the first two, `web` has all. */
export const BATTERIES = {
  data: { about: 'entities, repositories and migrations, on SQLite or PostgreSQL', package: '@tenon/data' },
  auth: { about: 'passwords, tokens, guards, roles and policies', package: '@tenon/auth' },
  views: { about: 'pages and forms, from templates', package: '@tenon/views' },
  sessions: { about: 'sign-in by a cookie, messages, forms that only your pages send', package: '@tenon/sessions' },
} as const;

export type Battery = keyof typeof BATTERIES;

export function isBattery(name: string): name is Battery {
  return Object.hasOwn(BATTERIES, name);
}
