/*
 * One subject, one case, one process: `node dist/worker.js <subject> <case> <size>` prints its figures as JSON.
 * With `--cpu-prof` before it, it is also the place to look at where the time goes.
 */
import { RUN_CASE } from './cases.js';
import { BOOT_SIZE, CASES } from './run/jobs.js';
import type { GraphSources, Subject } from './subjects/subject.js';

const [, , subjectName = '', caseName = '', sizeText = String(BOOT_SIZE)] = process.argv;
const name = CASES.find((known) => known === caseName);
if (name === undefined) throw new RangeError(`There is no case ${caseName}`);

const figures = await RUN_CASE[name]({
  size: Number(sizeText),
  async importSubject() {
    const module: { readonly subject: Subject } = await import(`./subjects/${subjectName}.js`);
    return module.subject;
  },
  async importSources() {
    const sources: GraphSources = await import(`./generated/${subjectName}-${sizeText}/app.js`);
    return sources;
  },
});
process.stdout.write(`${JSON.stringify(figures)}\n`);
