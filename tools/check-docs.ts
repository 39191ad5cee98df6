/**
 * Checks the code and the links of every Markdown page; CONTRIBUTING.md says how a page is written for it.
 *
 * The packages must have been built, because the pages import them as users do.
 */
import { formatFault } from './docs/fault.ts';
import { checkPages } from './docs/check-pages.ts';
import { ROOT, demandBuild, publishedPackages } from './workspace.ts';

demandBuild(publishedPackages());
const { faults, summary } = await checkPages(ROOT);
for (const fault of faults) console.error(formatFault(fault));
console.log(summary);
process.exitCode = faults.length === 0 ? 0 : 1;
