/**
 * Walks through examples/conduit in Chromium as its readers and writers do, on SQLite and on PostgreSQL, with JavaScript and
 * without: whatever the RealWorld project's tests look for must be there, axe must find no fault on any page, no page may
 * report an error or ask another server, and nothing that people have written may run.
 *
 * The examples must have been built, and Chromium installed. Usage: npm run site [-- docs], with a folder for pictures of
 * three pages.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { endAtSignals } from './chapter/shell.ts';
import { onServer, SERVER } from './site/databases.ts';
import { takePictures } from './site/pictures.ts';
import { startSite } from './site/start-site.ts';
import { Walk } from './site/walk.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

endAtSignals();
const [, , pictures] = process.argv;
const folder = mkdtempSync(join(tmpdir(), 'site-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
try {
  await tryOn('SQLite', `sqlite:${join(folder, 'conduit.db')}`, browser);
  const name = `conduit_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${name}`);
  try {
    await tryOn('PostgreSQL', Object.assign(new URL(SERVER), { pathname: `/${name}` }).href, browser);
  } finally {
    await onServer(`drop database ${name} with (force)`);
  }
} finally {
  await browser.close();
}

async function tryOn(database: string, databaseUrl: string, chrome: Browser): Promise<void> {
  await using site = await startSite(databaseUrl);
  if (pictures !== undefined && database === 'SQLite') await takePictures(chrome, site.url, pictures);
  await site.fill();
  for (const javaScriptEnabled of [false, true]) {
    const context = await chrome.newContext({ javaScriptEnabled, baseURL: site.url });
    const walk = new Walk(context, { url: site.url, hasScripts: javaScriptEnabled, axe: AXE });
    try {
      await walk.through();
    } finally {
      for (const fault of new Set(walk.faults)) console.error(fault);
    }
    await context.close();
    assert.equal(walk.faults.length, 0);
    const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';
    console.log(`${database}, ${how}: ${walk.steps} steps, ${walk.pages} pages looked at by axe, no fault.`);
  }
}
