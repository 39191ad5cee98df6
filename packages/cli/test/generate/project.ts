import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { jest } from '@jest/globals';
import { runTenon } from '@tenon/cli';

const ROOT = join(import.meta.dirname, '../../../..');

/** A project in a temporary folder, in which commands are run by this process. */
export class TestProject {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'tenon-cli-')));
  readonly #home = process.cwd();

  constructor(files: Readonly<Record<string, string>>) {
    this.write(files);
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, file)), { recursive: true });
      writeFileSync(join(this.folder, file), text);
    }
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  /**
   * Runs a command, such as `g service order`, and gives its exit code and what it printed.
   *
   * @param from - the folder that it is run in, below that of the project
   */
  async run(
    command: string,
    from = '.',
  ): Promise<{ readonly code: number | undefined; readonly output: string; readonly errors: string }> {
    const lines: Record<'log' | 'error', string[]> = { log: [], error: [] };
    const spies = (['log', 'error'] as const).map((level) =>
      jest.spyOn(console, level).mockImplementation((line) => void lines[level].push(String(line))),
    );
    process.chdir(join(this.folder, from));
    try {
      const code = await runTenon(command.split(' '));
      return {
        code,
        output: lines.log.join('\n'),
        errors: lines.error.join('\n').replaceAll(this.folder, '<project>'),
      };
    } finally {
      process.chdir(this.#home);
      for (const spy of spies) spy.mockRestore();
    }
  }

  /** Takes a folder out of the way. */
  hide(folder: string): void {
    renameSync(join(this.folder, folder), join(this.folder, `${folder}.hidden`));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The package.json of a project with HTTP, and without a formatter. */
export const MANIFEST = JSON.stringify({
  type: 'module',
  dependencies: { '@tenon/dto': '0.1.0', '@tenon/http': '0.1.0' },
  devDependencies: { '@tenon/testing': '0.1.0', jest: '30.5.2' },
});

/** Makes a project that finds the packages of the repository, and so can be looked at. */
export function createProject(files: Readonly<Record<string, string>>): TestProject {
  const project = new TestProject({ 'package.json': MANIFEST, ...files });
  symlinkSync(join(ROOT, 'node_modules'), join(project.folder, 'node_modules'));
  return project;
}
