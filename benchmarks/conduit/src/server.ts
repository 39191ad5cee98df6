/*
 * Starts one subject upon a database, and tells the parent its port: `node dist/server.js tenon DATABASE_URL`. Without a
 * parent, with `--cpu-prof` before it, it is the place to look at where the time goes: `dist/load.js` puts it under load.
 */
import 'reflect-metadata';
import { setEnvironment } from './environment.js';
import type { Subject } from './jobs.js';

const [subject, databaseUrl] = process.argv.slice(2) as [Subject, string];
setEnvironment(databaseUrl);
const { listen } = (await import(`./${subject}.js`)) as { readonly listen: (url: string) => Promise<number> };
const port = await listen(databaseUrl);
if (process.send === undefined) {
  console.log(`${port}:${process.pid}`);
  process.once('SIGINT', () => process.exit());
} else {
  process.send({ port });
  process.once('disconnect', () => process.exit());
}
