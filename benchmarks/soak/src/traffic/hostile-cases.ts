import type { Random } from './random.js';

/** Something that no client should send. */
export interface HostileCase {
  readonly name: string;
  readonly make: (random: Random) => string | Buffer;
  /** Whether the client goes away without waiting for the answer. */
  readonly leaves?: boolean;
}

function post(path: string, type: string, body: string | Buffer): Buffer {
  const bytes = Buffer.from(body);
  const head = `POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: ${type}\r\ncontent-length: ${bytes.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), bytes]);
}

function get(target: string, headers = ''): string {
  return `GET ${target} HTTP/1.1\r\nhost: a\r\n${headers}\r\n`;
}

function junk(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.below(256)));
}

function manyKeys(count: number): string {
  return `{${Array.from({ length: count }, (_, key) => `"key${key}":${key}`).join(',')}}`;
}

function form(body: string): Buffer {
  return post('/photos', 'multipart/form-data; boundary=edge', body);
}

const PART = '--edge\r\nContent-Disposition: form-data; name="part"\r\n\r\nx\r\n';
const PHOTO = [
  '--edge\r\nContent-Disposition: form-data; name="text"\r\n\r\nOak\r\n',
  '--edge\r\nContent-Disposition: form-data; name="photo"; filename="oak.png"\r\nContent-Type: image/png\r\n\r\n',
  `${'p'.repeat(100_000)}\r\n--edge--\r\n`,
].join('');

const DEEP = '['.repeat(20_000) + ']'.repeat(20_000);
const DEEP_OBJECT = '{"tags":'.repeat(5000) + '1' + '}'.repeat(5000);
const WIDE = manyKeys(50_000);
const TYPES = [
  'application/json; charset=utf-16',
  'APPLICATION/JSON',
  'application/json;',
  'text/plain',
  'text/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'application/json, text/plain',
  '\t',
  '*/*',
  'application/octet-stream',
];
const PATHS = [
  '/notes/../notes',
  '//notes',
  '/notes/%2e%2e',
  '/notes/%',
  '/notes/%ff',
  '/notes/%00',
  '/notes;a=b',
  '/notes/1/',
  `/notes/${'9'.repeat(400)}`,
  `/notes?${'a=1&'.repeat(2000)}`,
  '/notes?__proto__[a]=1&constructor.prototype.b=2',
  `/${'x'.repeat(20_000)}`,
];
const FRAMINGS = [
  'POST /notes HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
  'POST /notes HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello',
  'POST /notes HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n',
  'POST /notes HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff\r\n',
  'GET /notes HTTP/1.1\r\nhost: a\r\n folded: yes\r\n\r\n',
  'GET /notes HTTP/1.1\nhost: a\n\n',
  'GET /notes HTTP/1.1\r\nhost: a\r\nx: \0\r\n\r\n',
  'GET /notes HTTP/1.1\r\n\r\n',
  'GET /notes HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n',
  'GET  /notes  HTTP/1.1\r\nhost: a\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nhost: a\r\n\r\n',
  'CONNECT a:1 HTTP/1.1\r\nhost: a\r\n\r\n',
  'GET /notes HTTP/1.1\r\nhost: a\r\nupgrade: h2c\r\nconnection: upgrade, http2-settings\r\nhttp2-settings: AAMAAABk\r\n\r\n',
];

export const CASES: readonly HostileCase[] = [
  { name: 'JSON 20,000 deep', make: () => post('/echo', 'application/json', DEEP) },
  { name: 'objects 5,000 deep', make: () => post('/notes', 'application/json', DEEP_OBJECT) },
  { name: '50,000 unknown keys', make: () => post('/notes', 'application/json', WIDE) },
  { name: 'prototype names', make: () => post('/notes', 'application/json', '{"__proto__":{"text":"x"},"text":"y"}') },
  {
    name: 'an escaped prototype name',
    make: () => post('/echo', 'application/json', String.raw`{"\u005f_proto__":{"a":1}}`),
  },
  { name: 'invalid UTF-8', make: (random) => post('/notes', 'application/json', junk(random, 300)) },
  { name: 'a body that ends early', make: () => post('/notes', 'application/json', '{"text":"x').subarray(0, -3) },
  { name: 'half a request', leaves: true, make: () => get('/notes').slice(0, 20) },
  { name: 'gone before the answer', leaves: true, make: () => get('/slow') },
  { name: 'gone in the middle of the answer', leaves: true, make: () => get('/stream') },
  {
    name: 'gone in the middle of the body',
    leaves: true,
    make: () => post('/notes', 'application/json', `{"text":"${'x'.repeat(1500)}"}`).subarray(0, 900),
  },
  { name: 'gone from a stream of events', leaves: true, make: () => get('/events') },
  { name: 'gone in the middle of a file', leaves: true, make: () => get('/file') },
  { name: 'gone in the middle of an upload', leaves: true, make: () => form(PHOTO).subarray(0, 60_000) },
  { name: 'an upload without an end', make: () => form(PHOTO.slice(0, -20)) },
  { name: 'an upload without a name', make: () => form('--edge\r\n\r\nx\r\n--edge--\r\n') },
  { name: 'an upload of a path', make: () => form(PHOTO.replace('oak.png', '../../../etc/passwd')) },
  { name: 'a large upload', make: () => form(PHOTO.replace('pppp', 'p'.repeat(1_200_000))) },
  { name: 'many parts', make: () => form(`${PART.repeat(2000)}--edge--\r\n`) },
  { name: 'ranges', make: () => get('/file', 'range: bytes=0-1,5-,-3,9-2\r\n') },
  {
    name: 'too much for a guard',
    make: () => `DELETE /notes/1 HTTP/1.1\r\nhost: a\r\ncontent-length: 9000000\r\n\r\nxx`,
  },
  { name: 'pipelined', make: () => get('/notes').repeat(20) },
  { name: 'noise', make: (random) => junk(random, 200) },
  { name: 'large headers', make: () => get('/notes', `x-large: ${'x'.repeat(40_000)}\r\n`) },
  { name: 'many headers', make: () => get('/notes', 'x: 1\r\n'.repeat(3000)) },
  { name: 'a large body', make: () => post('/notes', 'application/json', `{"text":"${'x'.repeat(2_000_000)}"}`) },
  {
    name: 'a header from elsewhere',
    make: () => get('/notes', 'x-http-method-override: DELETE\r\nx-forwarded-for: 1.2.3.4\r\n'),
  },
  ...TYPES.map((type) => ({ name: `the type ${type}`, make: () => post('/notes', type, '{"text":5}') })),
  ...PATHS.map((path) => ({ name: `the path ${path.slice(0, 30)}`, make: () => get(path) })),
  ...FRAMINGS.map((framing) => ({ name: `the framing ${JSON.stringify(framing)}`, make: () => framing })),
];
