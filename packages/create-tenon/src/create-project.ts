import colours from 'picocolors';
import type { Choices } from './choices.js';
import type { CommandLine } from './command-line.js';
import * as errors from './errors.js';
import { installPackages } from './install.js';
import { Interruption } from './interruption.js';
import { Progress } from './progress.js';
import type { ProjectFolder } from './project-folder.js';
import { makeRepository } from './repository.js';
import { TEMPLATES } from './template.js';
import { readVendor } from './vendor.js';
import { writeProject } from './write-project.js';

/** The Node that Tenon needs at least, and the one that a project brings where the machine's own is older. */
const NODE_FLOOR = 24;
const NODE_VERSION = '24.21.0';

/**
 * Makes a project: writes it, installs its packages, makes a git repository of it, and says how to go on. Either all of it
 * is there afterwards, or nothing.
 *
 * @param version - of the packages of Tenon
 * @throws Refusal
 */
export async function createProject(choices: Choices, line: CommandLine, version: string): Promise<void> {
  const { folder, template } = choices;
  const { batteries } = line;
  const vendor = line.vendor === undefined ? undefined : await readVendor(line.vendor);
  const hasOldNode = Number.parseInt(process.versions.node, 10) < NODE_FLOOR;
  const node = hasOldNode ? NODE_VERSION : undefined;
  const progress = new Progress();
  await allOrNothing(folder, async (signal) => {
    await progress.step(`Writing ${folder.title}`, async () => {
      await folder.make();
      await writeProject(folder.path, { name: folder.name, template, batteries, version, node, vendor });
      return `Wrote the template ${template} to ${folder.title}`;
    });
    if (line.installs) {
      await progress.step('Installing the packages', async () => {
        const start = performance.now();
        await installPackages(folder.path, signal);
        return `Installed the packages in ${Math.round((performance.now() - start) / 1000)} s`;
      });
    }
    if (line.hasGit) await progress.step('Making a git repository', () => makeRepository(folder.path, signal));
  });
  if (hasOldNode) {
    console.log(
      `\nTenon needs Node ${NODE_FLOOR}, and this machine has ${process.versions.node}: the project has Node ` +
        `${NODE_VERSION} as a development dependency.\nIts npm scripts run on that; a bare \`node\` does not.`,
    );
  }
  const commands = [
    ...(folder.path === process.cwd() ? [] : [`cd ${quoted(folder.title)}`]),
    ...(line.installs ? [] : ['npm install']),
    'npm run dev',
  ];
  const list = commands.map((command) => `  ${colours.cyan(command)}`).join('\n');
  console.log(`\n${folder.name} is ready. Next:\n\n${list}\n\n${TEMPLATES[template].next}`);
}

/** Runs what makes a project; if it fails or is interrupted, takes away what it has made. */
async function allOrNothing(folder: ProjectFolder, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const interruption = new Interruption();
  try {
    await work(interruption.signal);
    interruption.signal.throwIfAborted();
  } catch (error) {
    await folder.remove();
    if (interruption.exitCode !== undefined) throw errors.interrupted(interruption.exitCode);
    if (errors.isDiskFault(error)) throw errors.notWritable(folder.title, error);
    throw error;
  } finally {
    interruption.stop();
  }
}

/** As a shell takes it, word by word. */
function quoted(path: string): string {
  if (/^[\w./-]+$/.test(path)) return path;
  return process.platform === 'win32' ? `"${path}"` : `'${path.replaceAll("'", "'\\''")}'`;
}
