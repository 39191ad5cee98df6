/** What the linter holds. Which package and folder may import which is listed in tools/import-directions.ts. */
import { defineConfig } from 'oxlint';
import { importOverrides, unlistedFolders } from './tools/import-directions.ts';

const unlisted = unlistedFolders(import.meta.dirname);
if (unlisted.length > 0) throw new Error(`tools/import-directions.ts is out of date:\n  ${unlisted.join('\n  ')}`);

export default defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'oxc', 'jest'],
  options: { typeAware: true },
  categories: { correctness: 'error', suspicious: 'error' },
  ignorePatterns: ['**/dist/**', '**/coverage/**', 'packages/cli/test/client/shop/client.ts'],
  rules: {
    // Promises: a forgotten one loses its error.
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/await-thenable': 'error',
    'typescript/only-throw-error': 'error',
    'typescript/prefer-promise-reject-errors': 'error',
    'typescript/return-await': ['error', 'error-handling-correctness-only'],

    // Types.
    'typescript/no-explicit-any': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/use-unknown-in-catch-callback-variable': 'error',
    'typescript/ban-ts-comment': 'error',

    // Modules. A circle of types alone is no fault, as long as nothing of it is left at run time.
    'import/no-cycle': 'error',
    'typescript/no-import-type-side-effects': 'error',
    'import/no-default-export': 'error',
    'import/no-duplicates': 'error',
    'unicorn/prefer-node-protocol': 'error',
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],

    eqeqeq: ['error', 'always', { null: 'ignore' }],
    'no-var': 'error',
    'prefer-const': 'error',
    'object-shorthand': 'error',
    'unicorn/throw-new-error': 'error',

    // A code writer's line is a tagged template.
    'no-unused-expressions': ['error', { allowTaggedTemplates: true }],
    // What class-validator says of an object is said again here, in its own words.
    'unicorn/no-instanceof-builtins': 'off',
    // fast-check's own idiom, `import fc from 'fast-check'`.
    'import/no-named-as-default': 'off',
    'import/no-named-as-default-member': 'off',
    // Turning an injected class into `import type` erases it from the metadata, and so breaks injection.
    'typescript/consistent-type-imports': 'off',
    // Modules and markers are classes without members.
    'typescript/no-extraneous-class': 'off',
    // `import 'reflect-metadata'` is how its users load it.
    'import/no-unassigned-import': 'off',
    // `export {}` makes a file a module.
    'unicorn/require-module-specifiers': 'off',
    // `get<T>(token: Token<T>): T` and its like name a type that users then read.
    'typescript/no-unnecessary-type-parameters': 'off',
    // What is read through reflection has no better type to start from; each assertion stands beside its check.
    'typescript/no-unsafe-type-assertion': 'off',
  },
  overrides: [
    ...importOverrides(),
    {
      // Express 5 and Fastify wait for what a handler promises.
      files: ['examples/dto-express/**', 'benchmarks/http/**', 'benchmarks/conduit/**'],
      rules: { 'oxc/no-async-endpoint-handlers': 'off' },
    },
    {
      files: ['**/*.config.ts', 'tools/jest-*', 'packages/testing/src/jest-*', '**/migrations/*-*.ts'],
      rules: { 'import/no-default-export': 'off' },
    },
    {
      // A benchmark's own dependencies are installed when it is run: until then their types are not known.
      files: ['benchmarks/**'],
      rules: {
        'typescript/no-redundant-type-constituents': 'off',
        'typescript/no-unnecessary-type-assertion': 'off',
      },
    },
    {
      files: ['**/test/**'],
      rules: {
        'jest/no-disabled-tests': 'error',
        'jest/prefer-importing-jest-globals': 'error',
        'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*', 'fc.assert', 'app.**.expect'] }],
        // A property-based test expects one thing of sound input and another of the rest.
        'jest/no-conditional-expect': 'off',
        // A class that a test declares only to have it refused is never used.
        'no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
        'no-new': 'off',
        'unicorn/consistent-function-scoping': 'off',
      },
    },
  ],
});
