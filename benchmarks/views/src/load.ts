/*
 * Puts one page of one or more servers under load, and prints what a request has cost each of them as JSON:
 * `node dist/load.js home PORT:PID[:COOKIE] …`.
 */
import { loadServers } from '../../harness/load-servers.js';
import { BROWSER, type PageName, PAGES } from './jobs.js';

/** How many readers ask at once: a page takes several times what a small request takes. */
const CONNECTIONS = 16;

const [, , page = '', ...targets] = process.argv;
const path = PAGES[page as PageName];
if (path === undefined) throw new RangeError(`There is no page ${page}`);
const figures = await loadServers(
  targets.map((target) => {
    const [port = '', pid = '', cookie = ''] = target.split(':');
    const headers = { ...BROWSER, ...(cookie !== '' && { cookie }) };
    const requests = [{ method: 'GET', path, headers }];
    return { port: Number(port), pid: Number(pid), requests, status: 200, connections: CONNECTIONS };
  }),
);
process.stdout.write(`${JSON.stringify(figures)}\n`);
