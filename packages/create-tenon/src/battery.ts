/** What a project may begin with beside its template: packages of Tenon that only the template `api` has. */
export const BATTERIES = {
  data: { about: 'entities, repositories and migrations, on SQLite or PostgreSQL', package: '@tenon/data' },
  auth: { about: 'passwords, tokens, guards, roles and policies', package: '@tenon/auth' },
} as const;

export type Battery = keyof typeof BATTERIES;

export function isBattery(name: string): name is Battery {
  return Object.hasOwn(BATTERIES, name);
}
