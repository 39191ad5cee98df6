/*
 * One subject, one case, one process: `node dist/worker.js <subject> <case>` prints its figures as JSON.
 * With `--cpu-prof` before it, it is also the place to look at where the time goes.
 */
import { RUN_CASE } from './cases.js';
import { CASE_NAMES } from './run/jobs.js';
import type { Subject } from './subjects/subject.js';

const [, , subjectName = '', caseName = ''] = process.argv;
const name = CASE_NAMES.find((known) => known === caseName);
if (name === undefined) throw new RangeError(`There is no case ${caseName}`);

const { subject }: { readonly subject: Subject } = await import(`./subjects/${subjectName}.js`);
process.stdout.write(`${JSON.stringify(await RUN_CASE[name](subject))}\n`);
