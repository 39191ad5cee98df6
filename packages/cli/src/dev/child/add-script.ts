import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { scriptTag } from '../browser-script.js';

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[];

/**
 * Adds the script to a reply if that is a page.
 *
 * At its end, so that a page may be streamed. Where it was said how long the reply is, it is longer by as much. What is
 * compressed is left alone.
 */
export function addScript(response: ServerResponse, generation: string): void {
  const tag = Buffer.from(scriptTag(generation));
  const writeHead = response.writeHead.bind(response) as (...given: unknown[]) => ServerResponse;
  const write = response.write.bind(response) as (...given: unknown[]) => boolean;
  const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse;
  let isAdded = false;
  response.writeHead = (status: number, ...given: readonly (string | Headers | undefined)[]) => {
    const headers = given.find((one) => typeof one === 'object');
    if (isWhole(status) && !response.headersSent && isPage(response, headers)) {
      const length = Number(headerOf(response, headers, 'content-length') ?? 0);
      isAdded = true;
      if (length > 0) {
        if (headers) deleteHeader(headers, 'content-length');
        response.setHeader('content-length', length + tag.length);
      }
    }
    return writeHead(status, ...given);
  };
  response.end = (...given: readonly unknown[]) => {
    // Node counts what is given to `end`, where nobody has said how long the reply is.
    if (!response.headersSent && isPage(response, undefined)) response.writeHead(response.statusCode);
    if (!isAdded) return end(...given);
    isAdded = false;
    const [chunk, encoding] = given;
    const done = given.find((one) => typeof one === 'function');
    if (chunk !== undefined && chunk !== null && typeof chunk !== 'function') {
      write(chunk, typeof encoding === 'string' ? encoding : 'utf8');
    }
    return end(tag, done);
  };
}

/** Those of a server's own fault have the script already, and others have no page in them, or a part of one. */
function isWhole(status: number): boolean {
  return status === 200 || (status >= 400 && status < 500);
}

function isPage(response: ServerResponse, headers: Headers | undefined): boolean {
  const type = headerOf(response, headers, 'content-type');
  const encoding = headerOf(response, headers, 'content-encoding');
  return typeof type === 'string' && /^\s*text\/html\b/i.test(type) && encoding === undefined;
}

function headerOf(response: ServerResponse, headers: Headers | undefined, name: string): unknown {
  for (const [key, value] of entriesOf(headers)) if (key.toLowerCase() === name) return value;
  return response.getHeader(name);
}

function entriesOf(headers: Headers | undefined): readonly (readonly [string, unknown])[] {
  if (headers === undefined) return [];
  if (!Array.isArray(headers)) return Object.entries(headers);
  return headers.flatMap((key, index) => (index % 2 === 0 ? [[String(key), headers[index + 1]] as const] : []));
}

function deleteHeader(headers: Headers, name: string): void {
  if (Array.isArray(headers)) {
    for (let index = headers.length - 2; index >= 0; index -= 2)
      if (String(headers[index]).toLowerCase() === name) headers.splice(index, 2);
  } else {
    for (const key of Object.keys(headers)) if (key.toLowerCase() === name) delete headers[key];
  }
}
