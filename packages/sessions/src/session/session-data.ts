import type { FailedForm } from '@tenon/http';

/** What a cookie has, once it is opened. The names are short, since they go with every request. */
export interface SessionData {
  /** The session's id. */
  id: string;
  /** When it began, in seconds since 1970. */
  at: number;
  /** What its tokens are made of. */
  csrf?: string;
  /** Who has signed in. */
  sub?: string;
  /** When, in milliseconds since 1970. */
  in?: number;
  /** What the application has set. */
  set?: Record<string, unknown>;
  /** What is to be told: kinds and texts. */
  say?: (readonly [kind: string, text: string])[];
  /** A form to show again, on the page that it was on. */
  form?: FailedForm & { readonly page: string };
}

/** What is opened was sealed by us: by this version, or by another one whose secret was the same. */
export function isSessionData(data: object): data is SessionData {
  const { id, at } = data as Partial<Record<keyof SessionData, unknown>>;
  return typeof id === 'string' && typeof at === 'number';
}
