import type { Case } from '../target.js';
import { get, post } from './requests.js';

const form = (text: string): string => post(text, 'Content-Type: application/x-www-form-urlencoded\r\n');
const range = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);
const nested = (start: string, end: string, depth: number, inside = ''): string =>
  `${start.repeat(depth)}${inside}${end.repeat(depth)}`;

/** Names that every object has, or that lead to what all objects have. */
const NAMES = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf', '__defineGetter__'];

/** Names of prototypes, everywhere where names may stand. */
export const PROTOTYPE_NAMES: readonly Case[] = [
  ...NAMES.flatMap((name): Case[] => [
    [`${name} in JSON`, post(`{"name":"Ada","text":"y","${name}":{"polluted":1}}`), [name === '__proto__' ? 400 : 201]],
    [`${name} alone in JSON`, post(`{"${name}":{"name":"Ada","text":"y"}}`), [name === '__proto__' ? 400 : 422]],
    [`${name} as a value`, post(`{"name":"Ada","text":{"${name}":1}}`), [name === '__proto__' ? 400 : 422]],
    [`${name} in a list`, post(`[{"${name}":{"polluted":1}}]`), [name === '__proto__' ? 400 : 422]],
    [`${name} in a form`, form(`name=Ada&text=y&${name}=1`), [name === '__proto__' ? 400 : 201]],
    [`${name} in brackets`, form(`name=Ada&text=y&a[${name}][polluted]=1`), [name === '__proto__' ? 400 : 201]],
    [`${name} before brackets`, form(`name=Ada&text=y&${name}[polluted]=1`), [name === '__proto__' ? 400 : 201]],
    [`${name} twice in a form`, form(`name=Ada&text=y&${name}=1&${name}=2`), [name === '__proto__' ? 400 : 201]],
    [`${name} in the query`, get(`/guest-book?${name}=1&${name}[polluted]=1`), [name === '__proto__' ? 400 : 200]],
    [`${name} as a header`, get('/guest-book', `${name}: 1\r\n`), [200]],
    [`${name} as a cookie`, get('/guest-book', `Cookie: ${name}=1; ${name}.polluted=1\r\n`), [200]],
    [`${name} as a path`, get(`/guest-book/${name}`), [422]],
  ]),
  ['a prototype of a constructor', post('{"constructor":{"prototype":{"polluted":1}}}'), [400]],
  ['__proto__ in escapes', post('{"\\u005f_proto__":{"polluted":1}}'), [400]],
  ['__proto__ in escapes, inside', post('{"a":[{"_\\u005fproto__":{"polluted":1}}]}'), [400]],
  ['__proto__ in an encoded query', get('/guest-book?%5F_proto__=1'), [400]],
  ['__proto__ in an encoded form', form('%5f%5fproto%5f%5f=1'), [400]],
  ['__proto__ in quotes', post('{"name":"__proto__","text":"constructor"}'), [201]],
  ['an object as a list', post('{"0":{"name":"Ada","text":"y"},"length":1}'), [422]],
  ['an object as a long list', post('{"name":"Ada","text":"y","length":4294967295}'), [201]],
  ['keys beyond all lists', post('{"name":"Ada","text":"y","4294967294":1,"-0":1}'), [201]],
  ['then', post('{"name":"Ada","text":"y","then":1}'), [201]],
  ['toJSON', post('{"name":"Ada","text":"y","toJSON":1}'), [201]],
];

/** More than anybody needs. */
export const TOO_MUCH: readonly Case[] = [
  ['lists, 20,000 deep', post(nested('[', ']', 20_000)), [400]],
  ['objects, 20,000 deep', post(nested('{"a":', '}', 20_000, '1')), [400]],
  ['a property, 20,000 deep', post(`{"name":${nested('[', ']', 20_000)},"text":"y"}`), [400]],
  ['both, 20,000 deep', post(nested('[{"a":', '}]', 20_000, '1')), [400]],
  ['brackets that are never closed', post('['.repeat(500_000)), [400]],
  ['brackets that were never opened', post(']'.repeat(500_000)), [400]],
  [
    '50,000 unknown keys',
    post(
      `{${range(50_000)
        .map((n) => `"k${n}":1`)
        .join(',')}}`,
    ),
    [400],
  ],
  [
    '50,000 unknown keys, inside',
    post(
      `{"name":{${range(50_000)
        .map((n) => `"k${n}":1`)
        .join(',')}}}`,
    ),
    [400],
  ],
  [
    'one key 50,000 times',
    post(
      `{${range(50_000)
        .map(() => '"k":1')
        .join(',')}}`,
    ),
    [400],
  ],
  [
    '50,000 numbers as keys',
    post(
      `{${range(50_000)
        .map((n) => `"${n * 7919}":1`)
        .join(',')}}`,
    ),
    [400],
  ],
  ['a list of 500,000', post(`[${'1,'.repeat(499_999)}1]`), [400]],
  ['a list of 300,000 objects', post(`[${'{},'.repeat(299_999)}{}]`), [400]],
  [
    '100 lists of 5,000',
    post(
      `[${range(100)
        .map(() => `[${'1,'.repeat(4999)}1]`)
        .join(',')}]`,
    ),
    [422],
  ],
  [
    '60 objects of 900 keys',
    post(
      `{${range(60)
        .map(
          (n) =>
            `"o${n}":{${range(900)
              .map((k) => `"k${k}":1`)
              .join(',')}}`,
        )
        .join(',')}}`,
    ),
    [422],
  ],
  [
    '5 lists of 9,900 objects',
    post(
      `{${range(5)
        .map((n) => `"l${n}":[${'{},'.repeat(9899)}{}]`)
        .join(',')}}`,
    ),
    [422],
  ],
  [
    '30 lists of 9,000 objects',
    post(
      `{${range(30)
        .map((n) => `"l${n}":[${'{},'.repeat(8999)}{}]`)
        .join(',')}}`,
    ),
    [400],
  ],
  ['a text of 1,000,000', post(`{"name":"${'a'.repeat(1_000_000)}","text":"y"}`), [422]],
  ['a text of 160,000 escapes', post(`{"name":"${'\\u0041'.repeat(160_000)}","text":"y"}`), [422]],
  ['a text of 80,000 pairs', post(`{"name":"${'\\ud83d\\ude00'.repeat(80_000)}","text":"y"}`), [422]],
  ['a text of 500,000 backslashes', post(`{"name":"${'\\\\'.repeat(500_000)}","text":"y"}`), [422]],
  ['a text without an end', post(`{"name":"${'a'.repeat(1_000_000)}`), [400]],
  ['a number of 1,000,000 digits', post(`{"name":${'1'.repeat(1_000_000)},"text":"y"}`), [422]],
  ['a body of 1,048,577 bytes', post(' '.repeat(1_048_577)), [413]],
  ['spaces', post(' '.repeat(1_000_000)), [400]],
  [
    'a form of 50,000 keys',
    form(
      range(50_000)
        .map((n) => `k${n}=1`)
        .join('&'),
    ),
    [400],
  ],
  ['a form of one key 400,000 times', form('a&'.repeat(400_000)), [400]],
  ['a form of ampersands', form('&'.repeat(1_000_000)), [400]],
  ['a form of a value of 1,000,000', form(`name=${'a'.repeat(1_000_000)}&text=y`), [422]],
  ['a form of pluses', form(`name=${'+'.repeat(1_000_000)}&text=y`), [422]],
  ['a form of 300,000 encoded', form(`name=${'%41'.repeat(300_000)}&text=y`), [422]],
  ['a form of equals signs', form(`name=${'='.repeat(1_000_000)}&text=y`), [422]],
  ['a query of 1,001 keys', get(`/guest-book?${'a&'.repeat(1000)}a`), [400]],
  ['a query of 1,000 keys', get(`/guest-book?${'a&'.repeat(999)}a`), [200]],
  ['a query of brackets', get(`/guest-book?${'[a]'.repeat(2000)}=1`), [200]],
  ['a path of 1,000 slashes', get(`/guest-book${'/'.repeat(1000)}`), [404]],
  ['a path of encoded letters', get(`/${'%41'.repeat(2000)}`), [404]],
  ['cookies', get('/guest-book', `Cookie: ${'a=b; '.repeat(2000)}\r\n`), [200]],
  ['what is accepted', get('/guest-book', `Accept: ${'a/b;q=0.1,'.repeat(1000)}*/*\r\n`), [200]],
];

/** Text that is none, and numbers that are none. */
export const NO_TEXT: readonly Case[] = [
  ['a byte that begins nothing in JSON', post('{"name":"\xff","text":"y"}'), [400]],
  ['a letter that is cut off in JSON', post('{"name":"\xe2\x82","text":"y"}'), [400]],
  ['a long form of a slash in JSON', post('{"name":"\xc0\xaf","text":"y"}'), [400]],
  ['half a letter in bytes in JSON', post('{"name":"\xed\xa0\x80","text":"y"}'), [400]],
  ['half a letter in JSON', post('{"name":"\\ud800","text":"y"}'), [400]],
  ['the second half of a letter in JSON', post('{"name":"\\uDC00","text":"y"}'), [400]],
  ['halves in the wrong order in JSON', post('{"name":"\\udc00\\ud800","text":"y"}'), [400]],
  ['halves apart in JSON', post('{"name":"\\ud83d \\ude00","text":"y"}'), [400]],
  ['half a letter in a name in JSON', post('{"\\ud800":1,"name":"Ada","text":"y"}'), [400]],
  ['a whole letter in escapes in JSON', post('{"name":"\\ud83d\\ude00","text":"y"}'), [201]],
  ['what looks like half a letter in JSON', post('{"name":"\\\\ud800","text":"y"}'), [201]],
  ['UTF-16 in JSON', post('\xff\xfe{\0}\0'), [400]],
  ['UTF-16 without a mark in JSON', post('{\0}\0'), [400]],
  ['a byte order mark before JSON', post('\xef\xbb\xbf{"name":"Ada","text":"y"}'), [201]],
  ['two byte order marks before JSON', post('\xef\xbb\xbf\xef\xbb\xbf{"name":"Ada","text":"y"}'), [400]],
  ['a byte order mark alone', post('\xef\xbb\xbf'), [400]],
  ['NUL in JSON', post('{"name":"\0","text":"y"}'), [400]],
  ['an unescaped line in JSON', post('{"name":"a\nb","text":"y"}'), [400]],
  ['a comma too many in JSON', post('{"name":"Ada","text":"y",}'), [400]],
  ['a comment in JSON', post('{"name":"Ada","text":"y"}//'), [400]],
  ['two texts of JSON', post('{"name":"Ada","text":"y"}{}'), [400]],
  ['NaN in JSON', post('{"name":NaN,"text":"y"}'), [400]],
  ['Infinity in JSON', post('{"name":-Infinity,"text":"y"}'), [400]],
  ['a number beyond all in JSON', post('{"name":1e999,"text":"y"}'), [422]],
  ['a number in hex in JSON', post('{"name":0x1,"text":"y"}'), [400]],
  ['no object in JSON', post('null'), [422]],
  ['a text in JSON', post('"name"'), [422]],
  ['nothing in JSON', post(''), [400]],
  ['a byte that begins nothing in a form', form('name=%ff&text=y'), [400]],
  ['a byte that begins nothing in the name of a form', form('name=Ada&text=y&%ff=1'), [400]],
  ['a bare byte in a form', form('name=\xff&text=y'), [400]],
  ['no digits in a form', form('name=%zz&text=y'), [400]],
  ['a percent sign in a form', form('name=100%&text=y'), [400]],
  ['half a letter in a form', form('name=%ed%a0%80&text=y'), [400]],
  ['letters in a form', form('name=%E2%82%AC&text=\xe2\x82\xac'), [201]],
  ['a byte that begins nothing in the query', get('/guest-book?a=%ff'), [400]],
  ['a byte that begins nothing in the name of a query', get('/guest-book?%ff=a'), [400]],
  ['a long form in the query', get('/guest-book?a=%c0%af'), [400]],
  ['no digits in the query', get('/guest-book?a=%u0041'), [400]],
  ['a bare byte in the query', get('/guest-book?a=\xff'), [400]],
  ['letters in the query', get('/guest-book?a=%E2%82%AC'), [200]],
  ['a byte that begins nothing in a header', get('/guest-book', 'X-A: \xff\r\n'), [200]],
  ['a byte that begins nothing in a cookie', get('/guest-book', 'Cookie: a=%ff; b=\xff\r\n'), [200]],
];
