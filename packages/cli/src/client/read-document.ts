import { readFile } from 'node:fs/promises';
import { TenonError } from '@tenon/core';
import * as faults from '../errors.js';
import { checkDocument } from './check-document.js';
import type { ForeignDocument } from './foreign-document.js';

/**
 * Reads the OpenAPI document of another service.
 *
 * @param from - a file, or a URL of http or https
 * @throws TenonError `TENON_CLI_NOT_OPENAPI`
 */
export async function readDocument(from: string): Promise<ForeignDocument> {
  try {
    const document = JSON.parse(await textOf(from)) as Partial<ForeignDocument> | null;
    if (typeof document?.openapi !== 'string' || !document.openapi.startsWith('3.')) {
      throw new TypeError('It does not say "openapi": "3.…".');
    }
    const found = { ...document, openapi: document.openapi };
    checkDocument(found);
    return found;
  } catch (error) {
    throw new TenonError([faults.notOpenApi(from, reasonOf(error))]);
  }
}

/** What `fetch` throws keeps its reason to itself. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}, ${cause.message}` : message;
}

async function textOf(from: string): Promise<string> {
  if (!/^https?:/i.test(from)) return readFile(from, 'utf8');
  const response = await fetch(from, { headers: { accept: 'application/json' } });
  if (!response.ok) throw new TypeError(`The server answered ${response.status}.`);
  return response.text();
}
