import { join } from 'node:path';
import type { Browser } from 'playwright-core';

/** Takes the pictures of three pages that the documentation shows, with the demo content. */
export async function takePictures(browser: Browser, url: string, folder: string): Promise<void> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1100, height: 720 } });
  const page = await context.newPage();
  const take = (name: string) => page.screenshot({ path: join(folder, `conduit-${name}.png`) });
  await page.goto('/');
  await take('home');
  await page.goto('/login');
  await page.fill('input[name="email"]', 'ada@conduit.example');
  await page.fill('input[name="password"]', 'tongue-and-groove');
  await page.click('button:has-text("Sign in")');
  await page.waitForURL('/');
  await page.goto('/tag/joints');
  await page.click('.preview-link');
  await page.waitForURL(/\/article\//);
  await take('article');
  await page.click('a:has-text("Edit Article")');
  await page.waitForURL(/\/editor\//);
  await take('editor');
  await context.close();
}
