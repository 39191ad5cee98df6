import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { readDocument } from '../client/read-document.js';
import { describeProject } from '../project/describe-project.js';
import { findProject } from '../project/project.js';
import { writeText } from '../project/write-text.js';

interface Options {
  readonly out: string;
  readonly from?: string;
  readonly apiVersion?: string;
}

export function addClient(program: Command): void {
  program
    .command('client')
    .description('Write a typed client of the application, or of another service')
    .requiredOption('-o, --out <file>', 'where to write it, such as src/client.ts')
    .option('--from <document>', "file or URL of another service's OpenAPI document")
    .option('--api-version <version>', 'of routes whose version stands in a header: the one to describe')
    .action(async ({ out, from, apiVersion }: Options) => {
      const file = resolve(out);
      const document =
        from === undefined ? (await describeProject(findProject(), apiVersion)).document : await readDocument(from);
      // It brings a TypeScript of its own, which no other command has to wait for.
      const { writeClient } = await import('../client/write-client.js');
      writeText(file, await writeClient(document, from));
      if (!isInstalled('openapi-fetch', file)) console.log('It imports openapi-fetch: npm install openapi-fetch');
    });
}

function isInstalled(name: string, importer: string): boolean {
  try {
    createRequire(importer).resolve(name);
    return true;
  } catch {
    return false;
  }
}
