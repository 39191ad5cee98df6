import type { Config } from 'jest';

const config: Config = {
  testEnvironment: 'node',
  // On two processors jest would use one of them.
  maxWorkers: '100%',
  // What a file has loaded is never quite forgotten: with gigabytes of it, collections take longer than tests of pauses allow.
  workerIdleMemoryLimit: '800MB',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '<rootDir>/tools/jest-transform.mjs' },
  setupFilesAfterEnv: ['<rootDir>/tools/jest-golden.ts'],
  // In CI a skipped test is a failure; on a developer's machine it is a tool.
  reporters: process.env['CI'] === undefined ? ['default'] : ['default', '<rootDir>/tools/jest-no-skipped-tests.ts'],
  moduleNameMapper: {
    // The workspace's packages are tested from their sources, so that a test never sees a stale build.
    '^@tenon/([^/]+)$': '<rootDir>/packages/$1/src/index.ts',
    '^@tenon/(data|sessions)/([^/]+)$': '<rootDir>/packages/$1/src/$2.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  testMatch: [
    '<rootDir>/packages/*/test/**/*.test.ts',
    '<rootDir>/examples/*/test/**/*.test.ts',
    '<rootDir>/tools/test/**/*.test.ts',
    '<rootDir>/packages/create-tenon/templates/*/test/**/*.test.ts',
  ],
  coverageProvider: 'babel',
  collectCoverageFrom: ['packages/*/src/**/*.ts'],
};

export default config;
