/** What a user has who is not in this repository: the scripts of it run on a Node of its own, with its commands at hand. */
import { delimiter, join } from 'node:path';
import { ROOT } from './workspace.ts';

/** The environment without what `npm run` has put into it for a script of this repository. */
export function environmentOutside(): NodeJS.ProcessEnv {
  const ours = /^(npm_package_|npm_lifecycle_|npm_command$|npm_config_local_prefix$|INIT_CWD$|NODE$)/;
  const entries = Object.entries(process.env).filter(([name]) => !ours.test(name));
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  return { ...Object.fromEntries(entries), PATH: path.join(delimiter) };
}

/** The Node of the machine: npm runs on it, and tells its scripts. */
export function machineNode(): string {
  return process.env['npm_node_execpath'] ?? process.execPath;
}

/** An environment of which the first Node is that of this repository, as on a machine that has a current one. */
export function withCurrentNode(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const folder = join(ROOT, 'node_modules', 'node', 'bin');
  return { ...environment, PATH: [folder, environment['PATH']].join(delimiter) };
}
