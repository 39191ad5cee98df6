/*
 * Puts one route of one or more servers under load, and prints what a request has cost each of them as JSON:
 * `node dist/load.js <route> <port>:<pid> …`.
 */
import { loadServers } from '../../harness/load-servers.js';
import { MEASURED, ROUTES } from './app/exchanges.js';

const [, , routeName = '', ...targets] = process.argv;
const route = ROUTES.find((known) => known === routeName);
if (route === undefined) throw new RangeError(`There is no route ${routeName}`);
const requests = MEASURED[route];
const status = requests[0]?.status ?? 200;
const figures = await loadServers(
  targets.map((target) => {
    const [port = 0, pid = 0] = target.split(':').map(Number);
    return { port, pid, requests, status };
  }),
);
process.stdout.write(`${JSON.stringify(figures)}\n`);
