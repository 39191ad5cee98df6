import { resolve } from 'node:path';
import { TenonError } from '@tenon/core';
import type { Command } from 'commander';
import * as faults from '../errors.js';
import { describeProject } from '../project/describe-project.js';
import { findProject } from '../project/project.js';
import { writeText } from '../project/write-text.js';

interface Options {
  readonly out?: string;
  readonly strict?: boolean;
  readonly apiVersion?: string;
}

export function addOpenApi(program: Command): void {
  program
    .command('openapi')
    .description('Write the OpenAPI document of the application')
    .option('-o, --out <file>', 'where to write it; without this it is printed')
    .option('--strict', 'write nothing, and exit with 1, if there is something that the document cannot say')
    .option('--api-version <version>', 'of routes whose version stands in a header: the one to describe')
    .action(async ({ out, strict = false, apiVersion }: Options) => {
      const file = out === undefined ? undefined : resolve(out);
      const { document, unexpressed } = await describeProject(findProject(), apiVersion);
      if (strict && unexpressed.length > 0) throw new TenonError([faults.unexpressed(unexpressed)]);
      const text = `${JSON.stringify(document, null, 2)}\n`;
      if (file === undefined) process.stdout.write(text);
      else writeText(file, text);
    });
}
