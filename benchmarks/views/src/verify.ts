import assert from 'node:assert/strict';
import { PAGE_NAMES, type PageName, type SubjectName } from './jobs.js';
import { readPages, startSite } from './site-process.js';

type Pages = Readonly<Record<PageName, string>>;

/**
 * Sees to it that all subjects send the same pages: byte for byte those with Eta, and Edge the same but for line breaks and the
 * way in which it writes an apostrophe.
 */
export async function verify(subjects: readonly SubjectName[]): Promise<void> {
  const reference = await pagesOf('fastify');
  assert.ok(reference.home.length > 15_000, 'the home page is smaller than a real one');
  assert.ok(reference.home.includes('&lt;number&gt;') && !reference.home.includes('<number>'), 'text is not escaped');
  for (const subject of subjects) {
    if (subject === 'fastify') continue;
    const pages = await pagesOf(subject);
    const read = subject === 'adonis' ? asEdge : (text: string) => text;
    for (const page of PAGE_NAMES) {
      assert.equal(read(pages[page]), read(reference[page]), `${subject}: ${page} is not the page of the reference`);
    }
  }
}

async function pagesOf(subject: SubjectName): Promise<Pages> {
  const site = await startSite(subject);
  try {
    return await readPages(subject, site);
  } finally {
    await site.stop();
  }
}

function asEdge(text: string): string {
  return text.replaceAll('\n', '').replaceAll('&#x27;', '&#39;');
}
