import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DIALECTS } from './boot/dialects.js';
import { CONTROLLERS, GENERATED } from './run/jobs.js';

/* Writes the thousand controllers of each subject, as its user would, ten to a file. */

const FOLDER = join(import.meta.dirname, '..', 'generated');
const IN_A_FILE = 10;

for (const subject of GENERATED) {
  const folder = join(FOLDER, subject);
  await mkdir(folder, { recursive: true });
  const files = Array.from({ length: CONTROLLERS / IN_A_FILE }, (_, number) => `things-${number}`);
  for (const [index, file] of files.entries()) {
    const numbers = Array.from({ length: IN_A_FILE }, (_, number) => index * IN_A_FILE + number);
    await writeFile(join(folder, `${file}.ts`), DIALECTS[subject].writeFile(numbers));
  }
  await writeFile(join(folder, 'app.ts'), DIALECTS[subject].writeApp(files));
}
