import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PATIENCE_MS, TenonProject } from '../tenon-project.js';

const compilerOptions = {
  module: 'NodeNext',
  strict: true,
  skipLibCheck: true,
  types: ['node'],
  rootDir: 'src',
  outDir: 'dist',
};
const MAIN = `import { readFileSync } from 'node:fs';
import { fail } from './fail.js';

console.log(process.env['NODE_ENV'], readFileSync(new URL('views/hello.eta', import.meta.url), 'utf8'));
process.exitCode = 3;
if (process.env['FAILS'] !== undefined) fail();
`;

let project: TenonProject;

beforeAll(() => {
  project = new TenonProject({
    'src/main.ts': MAIN,
    'src/fail.ts':
      "interface Nothing {}\n\nexport function fail(_?: Nothing): void {\n  throw new Error('failed');\n}\n",
    'src/old.ts': 'export {};\n',
    'src/views/hello.eta': 'Hello!',
    'tsconfig.json': JSON.stringify({ compilerOptions: { ...compilerOptions, incremental: true }, include: ['src'] }),
  });
});

afterAll(() => project.remove());

/** Runs the command to its end, and gives its exit code. What it prints is in `project.output`. */
async function run(command: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<unknown> {
  project.output = '';
  const [code] = await once(project.run(command, environment), 'close');
  return code;
}

test(
  'builds what runs, with files that no compiler reads, and nothing of sources that are gone',
  async () => {
    expect(await run(['start'])).toBe(1);
    expect(project.output.trimEnd()).toMatchGolden('../errors/golden/TENON_CLI_NOT_BUILT');
    expect(await run(['build'])).toBe(0);
    expect(project.output).toMatch(/^Built dist in \d+\.\d s\.\n$/);
    expect(existsSync(join(project.folder, 'dist/old.js'))).toBe(true);
    rmSync(join(project.folder, 'src/old.ts'));
    expect(await run(['build'])).toBe(0);
    expect(existsSync(join(project.folder, 'dist/old.js'))).toBe(false);
    // An editor's lock of a file that is open.
    symlinkSync('ada@desk.1', join(project.folder, 'src/.#main.ts'));
    // The application's own exit code, and production where nothing else is said.
    expect(await run(['start'])).toBe(3);
    expect(project.output).toBe('production Hello!\n');
    expect(await run(['start'], { NODE_ENV: 'staging', FAILS: '1' })).toBe(1);
    expect(project.output).toContain('staging Hello!');
    expect(project.output).toMatch(/Error: failed\n\s+at .*src\/fail\.ts:4:9/);
  },
  PATIENCE_MS,
);

test(
  'refuses what does not fit with the errors of the compiler, and keeps what was built',
  async () => {
    const before = readFileSync(join(project.folder, 'dist/main.js'), 'utf8');
    project.write('src/main.ts', `${MAIN}export const size: number = 'wide';\n`);
    expect(await run(['build'])).toBe(1);
    expect(project.output).toMatch(/src\/main\.ts\(7,14\): error TS2322/);
    expect(readFileSync(join(project.folder, 'dist/main.js'), 'utf8')).toBe(before);
    expect(existsSync(join(project.folder, '.dist.next'))).toBe(false);
    utimesSync(join(project.folder, 'src/main.ts'), new Date(), new Date(Date.now() + 60_000));
    expect(await run(['start'])).toBe(3);
    expect(project.output).toContain('src/main.ts is newer than the build: run tenon build to have it in.');
    project.write('src/main.ts', MAIN);
  },
  PATIENCE_MS,
);

test(
  'explains where it cannot build to, and what it cannot build with',
  async () => {
    const named = (text: string): string => text.replaceAll(project.folder, '<project>').trimEnd();
    const configure = (options: object, include = ['src']): void =>
      project.write('tsconfig.json', JSON.stringify({ compilerOptions: { ...compilerOptions, ...options }, include }));
    configure({ outDir: '.' });
    expect(await run(['build'])).toBe(1);
    expect(named(project.output)).toMatchGolden('../errors/golden/TENON_CLI_WRONG_OUTPUT.unsafe');
    configure({}, ['src/fail.ts']);
    expect(await run(['build'])).toBe(1);
    expect(named(project.output)).toMatchGolden('../errors/golden/TENON_CLI_WRONG_OUTPUT');
    expect(existsSync(join(project.folder, 'dist/main.js'))).toBe(true);
    rmSync(join(project.folder, 'tsconfig.json'));
    expect(await run(['build'])).toBe(1);
    expect(named(project.output)).toMatchGolden('../errors/golden/TENON_CLI_NO_COMPILER');
  },
  PATIENCE_MS,
);
