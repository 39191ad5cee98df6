import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const PACKAGES = join(import.meta.dirname, '../..');
const TEMPLATES = join(import.meta.dirname, '../templates');

type Versions = Readonly<Record<string, string>>;

function versionsIn(...path: string[]): Versions {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(...path, 'package.json'), 'utf8')) as Readonly<
    Record<'dependencies' | 'devDependencies', Versions | undefined>
  >;
  return { ...dependencies, ...devDependencies };
}

// The command has a compiler of its own, which is not that of projects.
const OWN: Versions = Object.assign(
  {},
  ...readdirSync(PACKAGES)
    .filter((name) => name !== 'cli')
    .map((name) => versionsIn(PACKAGES, name)),
  versionsIn(PACKAGES, '..'),
);

test.each(readdirSync(TEMPLATES))(
  'gives a project of %s the versions that the packages are tested with',
  (template) => {
    const versions = Object.entries(versionsIn(TEMPLATES, template)).filter(([name]) => !name.startsWith('@tenon/'));
    expect(versions.length).toBeGreaterThan(5);
    expect(Object.fromEntries(versions)).toEqual(Object.fromEntries(versions.map(([name]) => [name, OWN[name]])));
  },
);
