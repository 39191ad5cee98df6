import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import * as common from '@nestjs/common';
import * as core from '@nestjs/core';

const PAGE = readFileSync(join(import.meta.dirname, '../../../docs/coming-from-nestjs.md'), 'utf8');

/** What an application does not use: parts of NestJS itself, which it exports for its other packages. */
const INTERNAL = new Set([
  'LOG_LEVELS',
  'SSE_ABORT_CONTROLLER',
  'assignMetadata',
  'filterLogLevels',
  'flatten',
  'stripProtoKeys',
  'AbstractHttpAdapter',
  'ApplicationConfig',
  'DiscoveryModule',
  'ExternalContextCreator',
  'GraphInspector',
  'InitializeOnPreviewAllowlist',
  'MetadataScanner',
  'MiddlewareBuilder',
  'ModulesContainer',
  'NestApplication',
  'NestApplicationContext',
  'NestContainer',
  'PartialGraphHost',
  'SerializedGraph',
  'createContextId',
]);

test('the page for those who come from NestJS has an answer for every name that they may have used', () => {
  const names = [...Object.keys(common), ...Object.keys(core)].filter((name) => !INTERNAL.has(name));
  // Exceptions are named together.
  const wanted = names.filter(
    (name) => /^\w+$/.test(name) && !/(?<!Intrinsic)Exception$/.test(name) && name !== 'default',
  );
  expect(wanted.length).toBeGreaterThan(90);
  expect(wanted.filter((name) => !new RegExp(`\\b${name}\\b`).test(PAGE))).toEqual([]);
});
