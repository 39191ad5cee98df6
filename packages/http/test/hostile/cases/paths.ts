import type { Case } from '../target.js';

const remove = (path: string, method = 'DELETE', headers = ''): string =>
  `${method} ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`;

const GUARDED = 401;
const NOTHING = 404;
const NO_PATH = 400;

/**
 * Ways to write the path of entry 1, whose removal is guarded, or of something near it. Whatever is understood as the route
 * meets the guard.
 */
const PATHS: readonly (readonly [path: string, status: number])[] = [
  ['/guest-book/1', GUARDED],
  ['/guest-book/1/', NOTHING],
  ['//guest-book/1', NOTHING],
  ['/guest-book//1', NOTHING],
  ['///guest-book///1', NOTHING],
  ['/Guest-Book/1', NOTHING],
  ['/GUEST-BOOK/1', NOTHING],
  ['/./guest-book/1', NOTHING],
  ['/guest-book/./1', NOTHING],
  ['/guest-book/../guest-book/1', NOTHING],
  ['/x/../guest-book/1', NOTHING],
  ['/guest-book/1/.', NOTHING],
  ['/guest-book/1/..', NOTHING],
  ['/guest-book/%2e%2e/1', NOTHING],
  ['/%2e/guest-book/1', NOTHING],
  ['/%2e%2e%2fguest-book/1', NOTHING],
  ['/guest-book/..;/1', NOTHING],
  ['/guest-book;x=y/1', NOTHING],
  ['/guest-book/1;x=y', GUARDED],
  ['/guest-book/1;', GUARDED],
  ['/guest-book/;1', GUARDED],
  ['/guest-book/1?x', GUARDED],
  ['/guest-book/1??', GUARDED],
  ['/guest-book/1#x', NO_PATH],
  ['/guest-book#/1', NO_PATH],
  ['/guest-book/1%23x', GUARDED],
  ['/guest-book/1%3fx', GUARDED],
  ['/guest-book?/1', 405],
  ['/guest-book%2f1', NOTHING],
  ['/guest-book%2F1', NOTHING],
  ['/guest-book%5c1', NOTHING],
  ['/guest-book\\1', NOTHING],
  ['\\guest-book\\1', NO_PATH],
  ['/guest-book/1%2f', GUARDED],
  ['/guest-book/1%5c', GUARDED],
  ['/guest-book/%31', GUARDED],
  ['/guest-book/%2531', GUARDED],
  ['/guest-book/%252531', GUARDED],
  ['/%67uest-book/1', GUARDED],
  ['/%2567uest-book/1', NOTHING],
  ['/guest%2dbook/1', GUARDED],
  ['/guest-book/1%00', GUARDED],
  ['/guest-book/%001', GUARDED],
  ['/guest-book%00/1', NOTHING],
  ['/guest-book/1%20', GUARDED],
  ['/guest-book/1%09', GUARDED],
  ['/guest-book/1%0d%0aX-A:%20b', GUARDED],
  ['/guest-book/1.json', GUARDED],
  ['/guest-book.json/1', NOTHING],
  ['/guest-book/%ef%bc%91', GUARDED],
  ['/%ef%bd%87uest-book/1', NOTHING],
  ['/guest-book/\xef\xbc\x91', NO_PATH],
  ['/guest-book/%c0%af1', NO_PATH],
  ['/guest-book/%ff', NO_PATH],
  ['/guest-book/%', NO_PATH],
  ['/guest-book/%3', NO_PATH],
  ['/guest-book/%zz', NO_PATH],
  ['/guest-book/%u0031', NO_PATH],
  ['/guest-book/%ed%a0%80', NO_PATH],
  ['/guest-book/+1', GUARDED],
  ['/guest-book/1e0', GUARDED],
  ['/guest-book/01', GUARDED],
  ['/guest-book/1,2', GUARDED],
  ['/guest-book/__proto__', GUARDED],
  ['/guest-book/constructor', GUARDED],
  ['/__proto__/1', NOTHING],
  ['http://x/guest-book/1', GUARDED],
  ['HTTP://X/guest-book/1', GUARDED],
  ['https://x/guest-book/1', GUARDED],
  ['http://x:80/guest-book/1', NO_PATH],
  ['http://evil/guest-book/1', NO_PATH],
  ['http://u@x/guest-book/1', NO_PATH],
  ['http://x@evil/guest-book/1', NO_PATH],
  ['http://x\\guest-book/1', NO_PATH],
  ['http://x', NOTHING],
  ['http://x?/guest-book/1', NOTHING],
  ['http:///guest-book/1', NO_PATH],
  ['http:/guest-book/1', NO_PATH],
  ['//x/guest-book/1', NOTHING],
  ['ftp://x/guest-book/1', NO_PATH],
  ['javascript://x/guest-book/1', NO_PATH],
  ['file:///guest-book/1', NO_PATH],
  ['guest-book/1', NO_PATH],
  ['x/guest-book/1', NO_PATH],
  ['*', NOTHING],
  ['?', NO_PATH],
  ['', NO_PATH],
  ['/', NOTHING],
];

/** Headers and fields by which other servers let the method, or the path, be another one. */
const OVERRIDES: readonly Case[] = [
  ...['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'].flatMap((name): Case[] => [
    [`${name} of GET`, remove('/guest-book/1', 'GET', `${name}: DELETE\r\n`), [200]],
    [`${name} of POST`, remove('/guest-book/1', 'POST', `${name}: DELETE\r\nContent-Length: 0\r\n`), [405]],
  ]),
  ['_method in the query', remove('/guest-book/1?_method=DELETE', 'POST', 'Content-Length: 0\r\n'), [405]],
  [
    '_method in a form',
    `${remove('/guest-book/1', 'POST', 'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 14\r\n')}_method=DELETE`,
    [405],
  ],
  ...['X-Original-URL', 'X-Rewrite-URL', 'X-Forwarded-Path', 'X-Forwarded-Prefix'].map((name): Case => [
    name,
    remove('/guest-book', 'GET', `${name}: /guest-book/1\r\n`),
    [200],
  ]),
  ['X-Original-Method', remove('/guest-book/1', 'GET', 'X-Original-Method: DELETE\r\n'), [200]],
];

export const GUARDED_PATHS: readonly Case[] = [
  ...PATHS.map(([path, status]): Case => [path || 'no path', remove(path), [status]]),
  ...OVERRIDES,
];
