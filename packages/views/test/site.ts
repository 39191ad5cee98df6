import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from '@jest/globals';
import { type AppOptions, type Class, Module, type ModuleDefinition } from '@tenon/http';
import { createTestApp, type TestApp } from '@tenon/testing';
import { ViewsModule, type ViewsOptions } from '@tenon/views';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** Templates by their names, without `.eta`. */
export type Templates = Readonly<Record<string, string>>;

/** Writes templates into a folder of their own, which goes when the tests have ended. */
export function folderOf(templates: Templates): string {
  const folder = mkdtempSync(join(tmpdir(), 'views-'));
  made.push(folder);
  for (const [name, text] of Object.entries(templates)) writeTemplate(folder, name, text);
  return folder;
}

export function writeTemplate(folder: string, name: string, text: string): void {
  const file = join(folder, `${name}.eta`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Gives a root module with these templates. */
export function siteOf(folder: string, definition: ModuleDefinition = {}, options: ViewsOptions = {}): Class {
  @Module({ ...definition, imports: [ViewsModule.with({ folder, ...options }), ...(definition.imports ?? [])] })
  class SiteModule {}
  return SiteModule;
}

/** Starts an application with these templates. */
export function startSite(
  templates: Templates,
  definition: ModuleDefinition = {},
  options: AppOptions = {},
): Promise<TestApp> {
  return createTestApp(siteOf(folderOf(templates), definition), options);
}

/** What a browser sends when it opens a page. */
export const BROWSER = {
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
};
