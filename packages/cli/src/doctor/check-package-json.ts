import type { Project } from '../project/project.js';
import { about, type Finding } from './finding.js';

const node = about('Node');
const manifest = about('package.json');

/** Looks at the Node that runs commands. One that is too old has been refused before. */
export async function checkNode(): Promise<Finding[]> {
  return [node.ok(`${process.versions.node} runs the commands`)];
}

/** Looks at what package.json says of modules, and at how its scripts start jest. */
export async function checkPackageJson({ manifest: { type, scripts = {} } }: Project): Promise<Finding[]> {
  const module =
    type === 'module'
      ? manifest.ok('"type" is "module"')
      : manifest.fault('"type" is not "module", and Tenon is published as ES modules alone', 'set "type": "module"');
  const jest = Object.entries(scripts).filter(([, script]) => typeof script === 'string' && startsJest(script));
  const flagless = jest.filter(([, script]) => !script.includes('--experimental-vm-modules'));
  return [
    module,
    ...flagless.map(([name]) =>
      manifest.fault(
        `the script "${name}" starts jest without --experimental-vm-modules, so that it cannot load ES modules`,
        'start it by: node --experimental-vm-modules node_modules/jest/bin/jest.js',
      ),
    ),
    ...(jest.length > 0 && flagless.length === 0
      ? [manifest.ok('jest is started with --experimental-vm-modules')]
      : []),
  ];
}

/** Whether some word of a script is jest, as a command or as its file. */
function startsJest(script: string): boolean {
  return script.split(/[\s;&|]+/).some((word) => word === 'jest' || /(?:^|\/)jest(?:\.js)?$/.test(word));
}
