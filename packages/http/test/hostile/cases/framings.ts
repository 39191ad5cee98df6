import type { Case } from '../target.js';
import { ENTRY, framed, get, JSON_TYPE, SMUGGLED } from './requests.js';

const LENGTH = ENTRY.length;
const CHUNK = `${LENGTH.toString(16)}\r\n${ENTRY}\r\n`;
const CHUNKS = `${CHUNK}0\r\n\r\n`;
const chunked = (rest: string, headers = ''): string => framed(`Transfer-Encoding: chunked\r\n${headers}`, rest);
const sized = (size: string): string => chunked(`${size}\r\n${ENTRY}\r\n0\r\n\r\n${SMUGGLED}`);
const line = (start: string, headers = 'Host: x\r\n'): string => `${start}\r\n${headers}\r\n`;

/** Where a body ends, said in two ways or in none that holds. */
export const LENGTHS: readonly Case[] = [
  [
    'a length, and chunks',
    framed(`Content-Length: 6\r\nTransfer-Encoding: chunked\r\n`, `0\r\n\r\n${SMUGGLED}`),
    [400],
  ],
  ['chunks, and a length', framed(`Transfer-Encoding: chunked\r\nContent-Length: 4\r\n`, CHUNKS + SMUGGLED), [400]],
  ['two lengths', framed(`Content-Length: ${LENGTH}\r\nContent-Length: 0\r\n`, ENTRY + SMUGGLED), [400]],
  ['one length twice', framed(`Content-Length: ${LENGTH}\r\nContent-Length: ${LENGTH}\r\n`, ENTRY), [400]],
  ['a list of lengths', framed(`Content-Length: ${LENGTH}, ${LENGTH}\r\n`, ENTRY), [400]],
  ['a length with a plus', framed(`Content-Length: +${LENGTH}\r\n`, ENTRY), [400]],
  ['a length below 0', framed(`Content-Length: -${LENGTH}\r\n`, ENTRY), [400]],
  ['a length of base 16', framed('Content-Length: 0x19\r\n', ENTRY), [400]],
  ['a length with a point', framed('Content-Length: 25.0\r\n', ENTRY), [400]],
  ['a length with an exponent', framed('Content-Length: 2e1\r\n', ENTRY), [400]],
  ['a length with a gap', framed('Content-Length: 2 5\r\n', ENTRY), [400]],
  ['a length of nothing', framed('Content-Length: \r\n', ENTRY), [400]],
  ['a length of 23 digits', framed('Content-Length: 99999999999999999999999\r\n', ENTRY), [400]],
  ['a length of 2^63', framed('Content-Length: 9223372036854775808\r\n', ENTRY), [413]],
  ['a length in other digits', framed('Content-Length: \xd9\xa2\xd9\xa5\r\n', ENTRY), [400]],
  ['a length by another name', framed(`Content_Length: ${LENGTH}\r\n`, ENTRY), [400]],
  ['no length', framed('', ENTRY), [400]],
  ['a length that is too short', framed('Content-Length: 24\r\n', ENTRY), [400]],
  ['a space before the colon', framed(`Content-Length : ${LENGTH}\r\n`, ENTRY), [400]],
  ['an unknown encoding', framed('Transfer-Encoding: xchunked\r\n', CHUNKS + SMUGGLED), [400]],
  ['no encoding by its name', framed('Transfer-Encoding: identity\r\n', SMUGGLED), [400]],
  [
    'no encoding, and a length',
    framed(`Transfer-Encoding: identity\r\nContent-Length: ${LENGTH}\r\n`, ENTRY + SMUGGLED),
    [400],
  ],
  ['chunks, not as the last', framed('Transfer-Encoding: chunked, identity\r\n', CHUNKS), [400]],
  ['none, then chunks', framed('Transfer-Encoding: identity, chunked\r\n', CHUNKS), [400]],
  ['gzip, then chunks', framed('Transfer-Encoding: gzip, chunked\r\n', CHUNKS), [400]],
  ['chunks of chunks', framed('Transfer-Encoding: chunked, chunked\r\n', CHUNKS), [400]],
  ['chunks twice', framed('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', CHUNKS), [400]],
  [
    'chunks, then something',
    framed('Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n', CHUNKS + SMUGGLED),
    [400],
  ],
  ['chunks in quotes', framed('Transfer-Encoding: "chunked"\r\n', CHUNKS), [400]],
  ['chunks with a parameter', framed('Transfer-Encoding: chunked;q=1\r\n', CHUNKS), [400]],
  ['chunks behind a vertical tab', framed('Transfer-Encoding: \x0bchunked\r\n', CHUNKS), [400]],
  ['chunks and a comma', framed('Transfer-Encoding: chunked,\r\n', CHUNKS), [400]],
  ['an empty encoding', framed('Transfer-Encoding: \r\n', CHUNKS), [400]],
  ['chunks in the next line', framed('Transfer-Encoding:\r\n chunked\r\n', CHUNKS), [400]],
  ['chunks before the colon', framed('Transfer-Encoding : chunked\r\n', CHUNKS), [400]],
  ['chunks in HTTP/1.0', framed('Transfer-Encoding: chunked\r\n', CHUNKS + SMUGGLED, '1.0'), [400]],
  ['the length of a request within', get('/guest-book', `Content-Length: ${SMUGGLED.length}\r\n`) + SMUGGLED, [200]],
  // What is allowed, if rare.
  ['a length with zeros', framed(`Content-Length: 00${LENGTH}\r\n`, ENTRY), [201]],
  ['a length between tabs', framed(`Content-Length:\t${LENGTH}\t\r\n`, ENTRY), [201]],
  ['chunks in capitals', framed('Transfer-Encoding: CHUNKED\r\n', CHUNKS), [201]],
];

/** Chunks. */
export const CHUNKINGS: readonly Case[] = [
  ['a size of no digits', sized('zz'), [400]],
  ['a size below 0', sized('-1'), [400]],
  ['a size with 0x', sized('0x19'), [400]],
  ['a size with a plus', sized('+19'), [400]],
  ['a size of 18 digits', sized('ffffffffffffffffff'), [400]],
  ['a size that overflows', sized('10000000000000019'), [400]],
  ['a size that never comes', chunked(`10000000000\r\n${ENTRY}`), [400]],
  ['a space behind the size', sized('19 '), [400]],
  ['a space before the size', sized(' 19'), [400]],
  ['no size', sized(''), [400]],
  ['an extension with a line in it', sized('19;a\nb'), [400]],
  ['an extension with a CR in it', sized('19;a\rb'), [400]],
  ['an extension of 20,000 letters', sized(`19;a=${'b'.repeat(20_000)}`), [400]],
  ['a size that ends with LF', chunked(`19\n${ENTRY}\r\n0\r\n\r\n`), [400]],
  ['a chunk that is longer than it says', chunked(`5\r\n${ENTRY}\r\n0\r\n\r\n`), [400]],
  ['a chunk that is shorter than it says', chunked(`1a\r\n${ENTRY}\r\n0\r\n\r\n`), [400]],
  ['a chunk without an end', chunked(`19\r\n${ENTRY}XX0\r\n\r\n`), [400]],
  ['a chunk that ends with LF', chunked(`19\r\n${ENTRY}\n0\r\n\r\n`), [400]],
  ['chunks that end with LF', chunked(`${CHUNK}0\n\n`), [400]],
  ['chunks that have no end', chunked(CHUNK), [400]],
  ['a length behind the chunks', chunked(`${CHUNK}0\r\nContent-Length: 500\r\nHost: evil\r\n\r\n`), [400]],
  ['a broken trailer', chunked(`${CHUNK}0\r\nX A: b\r\n\r\n`), [400]],
  // What is allowed, if rare.
  ['an extension', chunked(`19;a=b\r\n${ENTRY}\r\n0\r\n\r\n`), [201]],
  ['a trailer', chunked(`${CHUNK}0\r\nX-A: b\r\n\r\n`, 'Trailer: X-A\r\n'), [201]],
  ['two chunks', chunked(`a\r\n${ENTRY.slice(0, 10)}\r\nf\r\n${ENTRY.slice(10)}\r\n0\r\n\r\n`), [201]],
];

/** Lines: the first one, and those of headers. */
export const LINES: readonly Case[] = [
  ['a folded header', get('/guest-book', 'X-A: b\r\n c\r\n'), [400]],
  ['a folded first header', line('GET /guest-book HTTP/1.1', ' Host: x\r\n'), [400]],
  ['LF alone', 'GET /guest-book HTTP/1.1\nHost: x\n\n', [400]],
  ['LF behind a header', get('/guest-book', 'X-A: b\nX-C: d\r\n'), [400]],
  ['CR within a header', get('/guest-book', 'X-A: b\rX-C: d\r\n'), [400]],
  ['CR CR LF', get('/guest-book', 'X-A: b\r\r\n'), [400]],
  ['NUL within a header', get('/guest-book', 'X-A: b\0c\r\n'), [400]],
  ['NUL within a name', get('/guest-book', 'X-A\0: b\r\n'), [400]],
  ['NUL within the URL', get('/guest-book\0'), [400]],
  ['a tab within the URL', get('/guest\tbook'), [400]],
  ['a control within a header', get('/guest-book', 'X-A: b\x07c\r\n'), [400]],
  ['a space before a colon', line('GET /guest-book HTTP/1.1', 'Host : x\r\n'), [400]],
  ['a space within a name', get('/guest-book', 'X A: b\r\n'), [400]],
  ['a name of nothing', get('/guest-book', ': b\r\n'), [400]],
  ['a header without a colon', get('/guest-book', 'abc\r\n'), [400]],
  ['a name in UTF-8', get('/guest-book', 'X-\xc3\xa9: b\r\n'), [400]],
  ['a method in small letters', line('get /guest-book HTTP/1.1'), [400]],
  ['a method of nobody', line('FROB /guest-book HTTP/1.1'), [400]],
  ['HTTP/0.9', line('GET /guest-book', ''), [400]],
  ['HTTP/0.9 by its name', line('GET /guest-book HTTP/0.9'), [400]],
  ['HTTP/1.2', line('GET /guest-book HTTP/1.2'), [400]],
  ['HTTP/1.01', line('GET /guest-book HTTP/1.01'), [400]],
  ['HTTP/2.0', line('GET /guest-book HTTP/2.0'), [400]],
  ['HTTP/9.9', line('GET /guest-book HTTP/9.9'), [400]],
  ['http/1.1', line('GET /guest-book http/1.1'), [400]],
  ['the beginning of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0', [400]],
  ['tabs between words', line('GET\t/guest-book\tHTTP/1.1'), [400]],
  ['a space before all', ` ${get('/guest-book')}`, [400]],
  ['a space behind the version', line('GET /guest-book HTTP/1.1 '), [400]],
  ['a space within the URL', line('GET /guest book HTTP/1.1'), [400]],
  ['the beginning of TLS', '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03', [400]],
  ['bytes', '\xff\xfe\xfd\r\n\r\n', [400]],
  ['a tunnel', line('CONNECT x:80 HTTP/1.1'), [405]],
  ['headers of 20,000 bytes', get('/guest-book', `X-A: ${'b'.repeat(20_000)}\r\n`), [431]],
  ['a URL of 20,000 bytes', get(`/guest-book?${'a'.repeat(20_000)}`), [431]],
  ['3,500 headers', get('/guest-book', 'a:\r\n'.repeat(3500)), [431]],
  ['101 headers', get('/guest-book', 'a: b\r\n'.repeat(100)), [431]],
  ['a URL of 8,001 letters', get(`/guest-book?${'a'.repeat(7989)}`), [414]],
  ['a parameter of 257 letters', get(`/guest-book/${'1'.repeat(257)}`), [414]],
  ['another expectation', post('Expect: cake\r\n'), [417]],
  [
    'methods of others',
    ['PROPFIND', 'TRACE', 'LOCK', 'PURGE'].map((each) => line(`${each} /guest-book HTTP/1.1`)).join(''),
    [405, 405, 405, 405],
  ],
  [
    'a request for HTTP/2',
    get('/guest-book', 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n'),
    [200],
  ],
  [
    'a request for WebSocket',
    get('/guest-book', 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n'),
    [200],
  ],
  // What is allowed, if rare.
  ['empty lines before all', `\r\n\r\n${get('/guest-book')}`, [200]],
  ['HTTP/1.0 without a host', line('GET /guest-book HTTP/1.0', ''), [200]],
  ['100 headers', get('/guest-book', 'a: b\r\n'.repeat(99)), [200]],
  ['the server as a whole', line('OPTIONS * HTTP/1.1'), [204]],
];

function post(header: string): string {
  return `POST /guest-book HTTP/1.1\r\nHost: x\r\n${JSON_TYPE}${header}Content-Length: 0\r\n\r\n`;
}

const host = (value: string): string => line('GET /guest-book HTTP/1.1', `Host: ${value}\r\n`);

/** Hosts, RFC 9112 §3.2 and RFC 9110 §7.2. */
export const HOSTS: readonly Case[] = [
  ['none', line('GET /guest-book HTTP/1.1', ''), [400]],
  ['two', line('GET /guest-book HTTP/1.1', 'Host: a\r\nHost: b\r\n'), [400]],
  ['one twice', line('GET /guest-book HTTP/1.1', 'Host: a\r\nhost: a\r\n'), [400]],
  ['nothing', host(''), [400]],
  ['a path', host('a/b'), [400]],
  ['a query', host('a?b'), [400]],
  ['a fragment', host('a#b'), [400]],
  ['a user', host('u@a'), [400]],
  ['a user and a password', host('u:p@a'), [400]],
  ['a space', host('a b'), [400]],
  ['a tab', host('a\tb'), [400]],
  ['a list', host('a, b'), [400]],
  ['a backslash', host('a\\b'), [400]],
  ['markup', host('<script>'), [400]],
  ['quotes', host(`"a'`), [400]],
  ['a URL', host('http://a'), [400]],
  ['a percent sign', host('a%2eb'), [400]],
  ['other letters', host('\xc3\xa9'), [400]],
  ['empty labels', host('a..b'), [400]],
  ['a long name', host('a'.repeat(254)), [400]],
  ['a long address', host(`[${':'.repeat(300)}]`), [400]],
  ['a port that is none', host('a:b'), [400]],
  ['a port of 6 digits', host('a:999999'), [400]],
  ['a port beyond the last', host('a:65536'), [400]],
  ['two ports', host('a:1:2'), [400]],
  ['half an address', host('[::1'), [400]],
  ['an address without brackets', host('::1'), [400]],
  // What is allowed.
  ['a name', host('shop.example'), [200]],
  ['a name and a port', host('shop.example:8080'), [200]],
  ['a name with its dot', host('shop.example.'), [200]],
  ['capitals', host('SHOP.Example'), [200]],
  ['a name of a machine', host('my_machine-1'), [200]],
  ['an address', host('127.0.0.1:65535'), [200]],
  ['an address of IPv6', host('[::ffff:127.0.0.1]:80'), [200]],
  ['no port behind a colon', host('a:'), [200]],
];
