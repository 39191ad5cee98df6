// Runs create-tenon several times in one process, since most of what it takes to refuse something is to be started. It is
// told by its parameter what stands behind the name each time, and prints how each has ended.
// oxlint-disable-next-line no-restricted-imports -- what the command itself imports
import { runCreate } from '../dist/main.js';

const outcomes = [];
console.log = () => {};
for (const given of JSON.parse(process.argv[2])) {
  let stderr = '';
  console.error = (text) => (stderr += `${text}\n`);
  outcomes.push({ exitCode: await runCreate(given), stderr });
}
process.stdout.write(JSON.stringify(outcomes));
