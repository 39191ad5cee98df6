import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { MAIN, PATIENCE_MS, TenonProject } from '../tenon-project.js';

const TEMPLATE = join(import.meta.dirname, '../../../create-tenon/templates/api');

let project: TenonProject;

afterEach(() => project.remove());

test(
  'serves each edit upon the same SQLite file, which every process gives back',
  async () => {
    project = new TenonProject({});
    cpSync(join(TEMPLATE, 'src'), join(project.folder, 'src'), { recursive: true });
    project.run(['dev', '--no-types'], {
      DATABASE_MIGRATIONS: 'apply',
      AUTH_SECRET: 'that of all of its processes, to sign',
    });
    await project.until(/Migrated sqlite:data\/app\.db: \d+-initial/);
    const url = await project.until(/Server listening at (http:[^"\s]+)/);
    const post = (path: string, body: object, headers = {}): Promise<Response> =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', connection: 'close', ...headers },
        body: JSON.stringify(body),
      });

    const joined = await post('/sign-up', { email: 'ada@example.org', password: 'a long password' });
    const { token } = (await joined.json()) as { token: string };
    for (const [edit, id] of [1, 2, 3].entries()) {
      project.write('src/main.ts', `${MAIN}// ${edit}\n`);
      await project.until(/tenon {2}re\w+ in \d+ ms/);
      // Who has signed in has, and what was written is there.
      const added = await post('/authors', { name: 'Ursula K. Le Guin' }, { authorization: `Bearer ${token}` });
      expect([added.status, await added.json()]).toEqual([201, { id, name: 'Ursula K. Le Guin' }]);
    }

    expect(await project.stop()).toBe(0);
    // SQLite takes its log away when the last connection is closed in order.
    expect(readdirSync(join(project.folder, 'data'))).toEqual(['app.db']);
  },
  PATIENCE_MS * 2,
);
