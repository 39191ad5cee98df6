import { existsSync } from 'node:fs';
import { afterAll, beforeAll, test } from '@jest/globals';
import { testDatabase } from '@tenon/data/testing';
import { createTestApp } from '@tenon/testing';
import { type Browser, chromium } from 'playwright-core';
import { APP_OPTIONS } from '../src/app-options.js';
import { AppModule } from '../src/app.module.js';

const CHROME = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';
const hasBrowser = existsSync(CHROME);
if (!hasBrowser) console.warn(`There is no browser at ${CHROME}: set CHROME_PATH, and this test is run.`);

const database = testDatabase();
let browser: Browser | undefined;

beforeAll(async () => {
  if (hasBrowser) browser = await chromium.launch({ executablePath: CHROME, args: ['--no-sandbox'] });
}, 120_000);

afterAll(() => browser?.close());

// Once as most people have it, and once as a page is without any script.
(hasBrowser ? test : test.skip).each([true, false])(
  'signs up, writes a recipe, edits and deletes it, with JavaScript: %s',
  async (javaScriptEnabled) => {
    const app = await createTestApp(AppModule, { ...APP_OPTIONS, override: [database] });
    const page = await browser!.newPage({ baseURL: await app.listen(), javaScriptEnabled });
    const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
    const says = (text: string): Promise<void> => page.getByText(text).waitFor();

    await page.goto('/');
    await page.getByRole('link', { name: 'Sign up' }).click();
    await page.getByLabel('Name').fill('Ada');
    await page.getByLabel('Email').fill('ada@example.org');
    await page.getByLabel('Password').fill('a long password');
    await press('Sign up');
    await says('Welcome, Ada.');

    await press('Sign out');
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('Email').fill('ada@example.org');
    await page.getByLabel('Password').fill('a wrong password');
    await press('Sign in');
    await page.getByRole('alert').waitFor();
    // Of what was typed, only the password has to be typed again.
    await page.getByLabel('Password').fill('a long password');
    await press('Sign in');

    await page.getByRole('link', { name: 'Write one' }).click();
    await page.getByLabel('Title').fill('Toast');
    await page.getByLabel('Minutes').fill('5');
    await page.getByLabel('Serves').fill('1');
    await page.getByLabel('Ingredients').fill('Bread\nButter');
    await page.getByLabel('Method').fill('Toast the bread.');
    await press('Save the recipe');
    await says('Your recipe is there.');
    await page.getByRole('listitem').filter({ hasText: 'Butter' }).waitFor();

    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('Minutes').fill('4');
    await press('Save the changes');
    await says('4 min');

    await press('Delete');
    await says('Toast is gone.');
    await page.close();
  },
  120_000,
);
