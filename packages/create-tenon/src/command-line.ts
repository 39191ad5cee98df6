import { parseArgs } from 'node:util';
import { BATTERIES, type Battery, isBattery } from './battery.js';
import * as errors from './errors.js';
import { DEFAULT_TEMPLATE, isTemplate, type Template, TEMPLATES } from './template.js';

export const DEFAULT_FOLDER = 'my-app';

/** What was said on the command line; what was not is undefined, and asked for or taken by default. */
export interface CommandLine {
  readonly folder: string | undefined;
  readonly template: Template | undefined;
  /** What it is to have beside its template. */
  readonly batteries: readonly Battery[];
  /** A folder of packed packages that take the place of published ones. */
  readonly vendor: string | undefined;
  readonly takesDefaults: boolean;
  readonly installs: boolean;
  readonly hasGit: boolean;
  readonly wants: 'project' | 'help' | 'version';
}

export const HELP = `Makes a project for the Tenon framework.

  npm create tenon@latest [folder] [-- options]

  folder             where: a new folder, or an empty one; . is this one

  --template <name>  what to begin with:
${Object.entries(TEMPLATES)
  .map(([name, { about }]) => `                       ${name.padEnd(9)}${about}`)
  .join('\n')}
  --with <names>     what it is to have beside that, as --with data,auth:
${Object.entries(BATTERIES)
  .map(([name, { about }]) => `                       ${name.padEnd(9)}${about}`)
  .join('\n')}
  --yes, -y          ask nothing, and take the defaults: ${DEFAULT_FOLDER}, ${DEFAULT_TEMPLATE}
  --no-install       do not install the packages
  --no-git           make no git repository
  --vendor <folder>  take the packages of Tenon from packed files (*.tgz) in a folder, and copy them into the
                     project: for versions that are not published
  --help, -h         show this
  --version          show the version, which is that of the packages the project gets
`;

/**
 * Reads the command line.
 *
 * @throws Refusal for whatever is not known
 */
export function readCommandLine(given: readonly string[]): CommandLine {
  const { values, positionals } = parse(given);
  if (positionals.length > 1) throw errors.twoFolders(positionals);
  const { template } = values;
  if (template !== undefined && !isTemplate(template)) {
    throw errors.unknownChoice('template', template, Object.keys(TEMPLATES));
  }
  return {
    folder: positionals[0],
    template,
    batteries: values.with === undefined ? [] : readBatteries(values.with),
    vendor: values.vendor,
    takesDefaults: values.yes,
    installs: !values['no-install'],
    hasGit: !values['no-git'],
    wants: values.help ? 'help' : values.version ? 'version' : 'project',
  };
}

function readBatteries(list: string): Battery[] {
  return list.split(',').map((name) => {
    if (!isBattery(name)) throw errors.unknownChoice('with', name, Object.keys(BATTERIES));
    return name;
  });
}

// Without a type of its own the types of the options would be lost.
// oxlint-disable-next-line typescript/explicit-function-return-type
function parse(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        template: { type: 'string' },
        with: { type: 'string' },
        yes: { type: 'boolean', short: 'y', default: false },
        'no-install': { type: 'boolean', default: false },
        'no-git': { type: 'boolean', default: false },
        vendor: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    // Node's own message goes on with advice about dashes.
    const [sentence = ''] = (error as Error).message.split('. ');
    throw errors.badArguments(`${sentence.replace(/\.$/, '')}.`);
  }
}
