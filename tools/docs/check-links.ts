/** Follows the links of the pages that lead to other files of the repository, down to the heading. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import type { Fault } from './fault.ts';

const LINK = /\[(?:[^\]\\]|\\.)*\]\(\s*<?(?<target>[^\s)>]+)>?(?:\s+"[^"]*")?\s*\)|^\s*\[[^\]]+\]:\s+(?<defined>\S+)/g;

/** A heading's anchor, as GitHub and VitePress make it. */
function slugOf(heading: string): string {
  return heading
    .replace(/\[(?<label>[^\]]*)\]\([^)]*\)/g, '$<label>')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

function anchorsOf(prose: readonly string[]): Set<string> {
  const anchors = new Set<string>();
  for (const line of prose) {
    for (const { groups } of line.matchAll(/<a\s[^>]*(?:id|name)="(?<id>[^"]+)"/g)) anchors.add(groups!['id']!);
    const heading = /^#{1,6}\s+(?<text>.*?)(?:\s*\{#(?<id>[\w-]+)\})?\s*#*$/.exec(line)?.groups;
    if (heading === undefined) continue;
    const slug = heading['id'] ?? slugOf(heading['text']!);
    let anchor = slug;
    for (let twin = 1; anchors.has(anchor); twin++) anchor = `${slug}-${twin}`;
    anchors.add(anchor);
  }
  return anchors;
}

/**
 * Checks the links inside the repository; those with a scheme are left alone, because nothing here may need a network.
 *
 * @param pages - the lines of each page, by its path from the root, with code blanked
 */
export function checkLinks(root: string, pages: ReadonlyMap<string, readonly string[]>): Fault[] {
  const anchors = new Map([...pages].map(([page, prose]) => [page, anchorsOf(prose)]));
  const faultOf = (page: string, target: string): string | undefined => {
    const [path, anchor] = decodeURI(target).split('#') as [string, string?];
    // In the handbook a leading slash means its own root.
    const wanted = path.startsWith('/') ? join('docs', path) : join(dirname(page), path);
    const file = path === '' ? page : normalize(wanted).replace(/\/$/, '');
    if (file.startsWith('..')) return `${target} leaves the repository`;
    if (!existsSync(join(root, file))) return `${target} leads nowhere: there is no ${file}`;
    if (anchor === undefined || statSync(join(root, file)).isDirectory()) return undefined;
    return (anchors.get(file)?.has(anchor) ?? true) ? undefined : `${file} has no heading #${anchor}`;
  };
  const faults: Fault[] = [];
  for (const [page, prose] of pages) {
    for (const [index, line] of prose.entries()) {
      const visible = line.replace(/(`+)[^`]*\1/g, (code) => ' '.repeat(code.length));
      for (const match of visible.matchAll(LINK)) {
        const target = match.groups!['target'] ?? match.groups!['defined']!;
        if (/^[a-z][\w+.-]*:|^\/\//i.test(target)) continue;
        const text = faultOf(page, target);
        if (text !== undefined) faults.push({ page, line: index + 1, column: match.index + 1, text });
      }
    }
  }
  return faults;
}
