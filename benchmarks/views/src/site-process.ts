import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type ServerProcess, startServer } from '../../harness/server-process.js';
import { HOST } from '../../harness/subject.js';
import { BROWSER, type PageName, PAGE_NAMES, PAGES, type SubjectName } from './jobs.js';

const SERVER = join(import.meta.dirname, 'server.js');

/** The server of one subject. */
export interface Site extends ServerProcess {
  /** The session of its reader, for the subject that has sessions. */
  readonly cookie?: string;
}

/** Starts a subject, and signs its reader in if it has sessions. */
export async function startSite(subject: SubjectName): Promise<Site> {
  const server = await startServer([SERVER, subject]);
  if (subject !== 'tenon-sessions') return server;
  const reply = await fetch(`http://${HOST}:${server.port}/sign-in`, { headers: BROWSER });
  const [cookie] = reply.headers.get('set-cookie')?.split(';') ?? [];
  assert.ok(reply.ok && cookie, 'tenon-sessions: nobody has been signed in');
  return { ...server, cookie };
}

/** Gives all pages of a site, as its server sends them. */
export async function readPages(subject: SubjectName, { port, cookie }: Site): Promise<Record<PageName, string>> {
  const texts = await Promise.all(
    PAGE_NAMES.map(async (page): Promise<[PageName, string]> => {
      const reply = await fetch(`http://${HOST}:${port}${PAGES[page]}`, {
        headers: { ...BROWSER, ...(cookie !== undefined && { cookie }) },
      });
      const text = await reply.text();
      assert.equal(reply.status, 200, `${subject}: ${page} is answered with ${reply.status}: ${text}`);
      assert.equal(reply.headers.get('content-type'), 'text/html; charset=utf-8', `${subject}: ${page}`);
      return [page, text];
    }),
  );
  return Object.fromEntries(texts) as Record<PageName, string>;
}
