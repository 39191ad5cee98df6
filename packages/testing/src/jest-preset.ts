import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from 'jest';
import { hasVmModules } from './demand-vm-modules.js';

/** The path of a module of this package. */
function own(name: string): string {
  return fileURLToPath(import.meta.resolve(`./${name}.js`));
}

/** The folder of the helpers that compiled decorators call. */
const helpers = join(dirname(fileURLToPath(import.meta.resolve('@oxc-project/runtime/package.json'))), 'src/helpers');

/**
 * What jest needs for a Tenon application: ES modules, TypeScript with decorator metadata, and tests in `src/` and `test/`.
 *
 * @example
 * // jest.config.js
 * export default { preset: '@tenon/testing' };
 */
const preset: Config = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{src,test,tests}/**/*.{test,spec}.{ts,mts}'],
  extensionsToTreatAsEsm: ['.ts', '.mts'],
  transform: { '\\.m?ts$': own('jest-transform') },
  moduleNameMapper: {
    // Imports name the compiled file, `./clock.js`; there is only `./clock.ts`.
    '^(\\.{1,2}/.*)\\.js$': ['$1.js', '$1.ts'],
    '^(\\.{1,2}/.*)\\.mjs$': ['$1.mjs', '$1.mts'],
    // Compiled code asks for them where it stands, and some package managers show a project only what it depends on.
    '^@oxc-project/runtime/helpers/(\\w+)$': join(helpers, '$1.js'),
  },
  globalSetup: own('jest-start'),
  // Without the flag it would be what jest fails to load first, before anything of ours can say why.
  setupFilesAfterEnv: hasVmModules() ? [own('jest-setup')] : [],
  collectCoverageFrom: ['<rootDir>/src/**/*.{ts,mts}'],
};

export default preset;
