/**
 * Opens the page of an example's API in Chromium, sends a request from it, and looks whether the reply is shown. The page
 * may ask nobody but the server that it comes from, and may report no error.
 *
 * The examples must have been built, and Chromium installed. Usage: npm run openapi:page [-- docs/openapi.png], with a file
 * for a picture of the page.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModuleReference } from '@tenon/core';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { ROOT } from './workspace.ts';

/** How long one thing may take, in milliseconds: the machine may be a busy one. */
const PATIENCE = 60_000;

/** Of its own accord the browser asks nobody, so that what is asked is asked by the page. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

await import('reflect-metadata');
const { createApp } = await import('@tenon/http');
const example = join(ROOT, 'examples/hello');
const { AppModule } = (await import(join(example, 'dist/app.module.js'))) as { readonly AppModule: ModuleReference };
await using app = await createApp(AppModule, { logger: false, openApi: { served: true, folder: example } });
const url = await app.listen({ host: '127.0.0.1', port: 0, signals: false });

const profile = mkdtempSync(join(tmpdir(), 'api-page-'));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: '/usr/bin/chromium',
  headless: true,
  viewport: { width: 1280, height: 760 },
  args: FLAGS,
});
try {
  await tryPage(browser);
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}

async function tryPage(context: BrowserContext): Promise<void> {
  context.setDefaultTimeout(PATIENCE);
  const asked: string[] = [];
  const errors: string[] = [];
  context.on('request', (request) => asked.push(request.url()));
  context.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => errors.push(String(error.error())));
  const page = await context.newPage();

  await page.goto(`${url}/docs`);
  await page.getByRole('heading', { name: '@tenon-examples/hello' }).waitFor();
  const [, , picture] = process.argv;
  if (picture !== undefined) await page.screenshot({ path: picture });
  const { status, shown } = await sendFrom(page);
  assert.equal(status, 200);
  assert.match(shown, /"greeting": "[^"]+, stranger!"/);

  assert.deepEqual(errors, []);
  const elsewhere = asked.filter((each) => !/^(?:data|blob):/.test(each) && new URL(each).origin !== url);
  assert.deepEqual(elsewhere, []);
  console.log(`The page was opened and a request sent from it: ${status} ${shown.replaceAll(/\s+/g, ' ')}`);
  console.log(`${asked.length} requests, none of them to another server, and no errors.`);
}

/** Sends a request by the page's own client, and gives what the page then shows. */
async function sendFrom(page: Page): Promise<{ readonly status: number; readonly shown: string }> {
  await page.getByRole('button', { name: /^Test Request\s*\(get \/greeting\)/i }).click();
  const client = page.getByRole('dialog');
  const replied = page.waitForResponse((response) => new URL(response.url()).pathname === '/greeting');
  await client.getByRole('button', { name: /^Send\b.*get request/is }).click();
  const status = (await replied).status();
  const body = client.locator('.cm-content', { hasText: '"greeting"' });
  await body.waitFor();
  return { status, shown: (await body.innerText()).trim() };
}
