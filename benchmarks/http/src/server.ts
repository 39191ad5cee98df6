/*
 * Starts one server in this process, and tells the parent where it listens and what it has cost so far:
 * `node dist/server.js subjects/fastify`. Without a parent, with `--cpu-prof` before it, it is the place to look at where
 * the time goes: `dist/load.js` then puts it under load.
 */
import type { Started } from './run/server-process.js';
import type { Subject } from './subjects/subject.js';

const [, , name = ''] = process.argv;
const { subject }: { readonly subject: Subject } = await import(`./${name}.js`);
const port = await subject.listen();

const { user, system } = process.cpuUsage();
const started: Started = { port, cpuMs: (user + system) / 1000, rssBytes: process.memoryUsage.rss() };
if (process.send === undefined) {
  console.log(started);
  process.once('SIGINT', () => process.exit());
} else {
  process.send(started);
  process.once('disconnect', () => process.exit());
}
