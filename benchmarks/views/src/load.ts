/*
 * Puts one page of one or more servers under load, and prints what a request has cost each of them as JSON:
 * `node dist/load.js home PORT:PID[:COOKIE] …`.
 */
import { loadServers } from '../../harness/load-servers.js';
import { BROWSER, type PageName, PAGES } from './jobs.js';

const [, , page = '', ...targets] = process.argv;
const path = PAGES[page as PageName];
if (path === undefined) throw new RangeError(`There is no page ${page}`);
const figures = await loadServers(
  targets.map((target) => {
    const [port = '', pid = '', cookie = ''] = target.split(':');
    const headers = { ...BROWSER, ...(cookie !== '' && { cookie }) };
    return { port: Number(port), pid: Number(pid), requests: [{ method: 'GET', path, headers }], status: 200 };
  }),
);
process.stdout.write(`${JSON.stringify(figures)}\n`);
