import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fillManifest, type Manifest, vendoredFiles } from './manifest.js';
import type { ProjectFacts } from './project-facts.js';
import { folderOf } from './template.js';

/** npm leaves a `.gitignore` out of what it packs. */
const GITIGNORE = '_gitignore';

/** Copies the template into a folder, and fills in what differs from one project to the next. */
export async function writeProject(folder: string, facts: ProjectFacts): Promise<void> {
  const template = folderOf(facts.template);
  const entries = await readdir(template, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const source = join(entry.parentPath, entry.name);
    const path = relative(template, source);
    const target = join(folder, path === GITIGNORE ? '.gitignore' : path);
    await mkdir(dirname(target), { recursive: true });
    if (path in FILLED) await writeFile(target, FILLED[path]!(await readFile(source, 'utf8'), facts));
    else await copyFile(source, target);
  }
  await writeEnvironment(folder);
  await copyVendored(folder, facts);
}

/** The lines of `.env.example` that are to be secrets of the project's own. */
const NO_SECRET = /^(\w+_SECRET)=$/gm;

/** Writes the `.env` that a project with a secret begins with. It stays out of git, and so has to be made here. */
async function writeEnvironment(folder: string): Promise<void> {
  const [, ...lines] = (await readFile(join(folder, '.env.example'), 'utf8')).split('\n');
  const text = lines.join('\n');
  const filled = text.replace(NO_SECRET, (_, name: string) => `${name}=${randomBytes(32).toString('base64url')}`);
  if (filled === text) return;
  await writeFile(join(folder, '.env'), filled, { mode: 0o600 });
}

/** How a file of a template becomes one of a project, where it is not only copied. */
const FILLED: Readonly<Record<string, (text: string, facts: ProjectFacts) => string>> = {
  'package.json': (text, facts) => `${JSON.stringify(fillManifest(JSON.parse(text) as Manifest, facts), null, 2)}\n`,
  'README.md': (text, { name }) => text.replace(/^# .*/, `# ${name}`),
  Dockerfile: (text, { vendor }) =>
    vendor === undefined ? text : text.replace('RUN npm ci', 'COPY vendor ./vendor\nRUN npm ci'),
};

async function copyVendored(folder: string, { vendor }: ProjectFacts): Promise<void> {
  if (vendor === undefined) return;
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
  await mkdir(join(folder, 'vendor'));
  for (const file of vendoredFiles(manifest)) await copyFile(join(vendor.folder, file), join(folder, 'vendor', file));
}
