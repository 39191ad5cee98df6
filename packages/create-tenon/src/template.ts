import { fileURLToPath } from 'node:url';

/** The templates: what each is for, and what its user does once it runs. */
export const TEMPLATES = {
  api: {
    about: 'an HTTP API on a database: two resources, accounts, OpenAPI, tests, a Dockerfile',
    next:
      'Then open http://127.0.0.1:3000/docs: it shows the routes, and sends requests to them.\n' +
      '`npx tenon db seed` gives it some books, and an account to sign in with.',
  },
  web: {
    about: 'a site on a database: pages and forms, accounts, tests in a browser, a Dockerfile',
    next:
      'Then open http://127.0.0.1:3000, and sign up.\n' +
      '`npx tenon db seed` gives it some recipes, and an account to sign in with.',
  },
  minimal: {
    about: 'a server in one file, and its test',
    next: 'Then open http://127.0.0.1:3000/hello?name=Ada.',
  },
  worker: {
    about: 'no HTTP: a job that runs at an interval, and its test',
    next: 'It asks a site how it is, every 30 seconds, until Ctrl-C ends it.',
  },
} as const;

export type Template = keyof typeof TEMPLATES;

export const DEFAULT_TEMPLATE: Template = 'api';

export function isTemplate(name: string): name is Template {
  return Object.hasOwn(TEMPLATES, name);
}

/** Gives the folder of a template, which is a whole project. */
export function folderOf(template: Template): string {
  return fileURLToPath(new URL(`../templates/${template}`, import.meta.url));
}
