/*
 * Everything that this command refuses, with its words. Each is one sentence or two: what is wrong, and how to go on.
 *
 * There are no codes here: whoever reads these has nothing installed yet, and the sentence is all there is.
 */

/** Stops the command with a sentence for its user. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly exitCode: number;
  /** The last lines of a program that failed. */
  readonly output: string;

  constructor(message: string, { exitCode = 1, output = '' }: { exitCode?: number; output?: string } = {}) {
    super(message);
    this.exitCode = exitCode;
    this.output = output;
  }
}

const EXAMPLE = 'npm create tenon@latest my-app';
const NOTHING_LEFT = 'Nothing was left behind.';

export function badArguments(message: string): Refusal {
  return new Refusal(`${message} Run ${EXAMPLE} -- --help to see what there is.`);
}

export function twoFolders(given: readonly string[]): Refusal {
  return new Refusal(
    `One folder can be named, and here are ${given.length}: ${given.join(', ')}. ` +
      `npm hands on only the options that stand behind two dashes: ${EXAMPLE} -- --template api`,
  );
}

export function noFolder(): Refusal {
  return new Refusal(
    `There is no terminal to ask in which folder the project is to be: name it, ${EXAMPLE}, or take all defaults by --yes.`,
  );
}

export function unknownChoice(option: string, given: string, known: readonly string[]): Refusal {
  return new Refusal(`--${option} ${given} is not known: take ${known.join(' or ')}.`);
}

export function badName(name: string, fault: string, better: string | undefined): Refusal {
  const mend = better === undefined ? 'Choose another one.' : `Take ${better}, for example.`;
  return new Refusal(`${JSON.stringify(name)} cannot be the name of a project: ${fault}. ${mend}`);
}

export function notEmpty(folder: string, content: readonly string[]): Refusal {
  const some = content.slice(0, 3).join(', ') + (content.length > 3 ? ', …' : '');
  return new Refusal(`${folder} is not empty (${some}): name a folder that is empty, or that is not there yet.`);
}

export function notAFolder(folder: string): Refusal {
  return new Refusal(`${folder} is no folder: name a folder that is empty, or that is not there yet.`);
}

const DISK_FAULTS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  ELOOP: 'its links lead in a circle',
  EEXIST: 'a part of that path leads nowhere',
  ENOTDIR: 'a part of that path is a file',
  ENOENT: 'no folder can be made there',
  ENAMETOOLONG: 'the path is too long',
};

/** Whether an error comes from the disk, and says by its code what is wrong with it. */
export function isDiskFault(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && ((error as NodeJS.ErrnoException).code ?? '') in DISK_FAULTS;
}

export function notWritable(folder: string, { code = '' }: NodeJS.ErrnoException): Refusal {
  return new Refusal(`Cannot write to ${folder}: ${DISK_FAULTS[code]} (${code}). ${NOTHING_LEFT}`);
}

export function noNetwork(registry: string, output: string): Refusal {
  return new Refusal(
    `The packages could not be installed, because ${registry} cannot be reached. ${NOTHING_LEFT} ` +
      'Look at your connection, and at the proxy in `npm config list`; or add --no-install, and install them later.',
    { output },
  );
}

export function installFailed(output: string): Refusal {
  return new Refusal(
    `npm install failed, for the reason above. ${NOTHING_LEFT} ` +
      'With --no-install the project is made all the same, and you install its packages yourself.',
    { output },
  );
}

export function noNpm(): Refusal {
  return new Refusal(
    `npm cannot be run: it is not installed, or not in PATH. ${NOTHING_LEFT} With --no-install the project is made all the same.`,
  );
}

export function noPackedPackages(folder: string): Refusal {
  return new Refusal(`There are no packed packages, such as tenon-core-0.1.0.tgz, in ${folder}.`);
}

export function notPacked(file: string): Refusal {
  return new Refusal(`${file} is not what npm pack makes, or there is no tar to read it with.`);
}

/** Ctrl-C, and whatever else ends a program from outside. */
export function interrupted(exitCode: number): Refusal {
  return new Refusal(`Interrupted. ${NOTHING_LEFT}`, { exitCode });
}
