import type { App } from '@tenon/http';
import { Wire } from '../support/socket.js';

export const BOUNDARY = 'aBoundary';
export const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`;

/** A text field, as it stands in a form. */
export function field(name: string, text: string): string {
  return part(`Content-Disposition: form-data; name="${name}"`, text);
}

/** A file, as it stands in a form. */
export function file(name: string, fileName: string, content: string, type = 'text/plain'): string {
  return part(
    `Content-Disposition: form-data; name="${name}"; filename="${fileName}"\r\nContent-Type: ${type}`,
    content,
  );
}

/** A part with headers of one's own. */
export function part(headers: string, content: string): string {
  return `--${BOUNDARY}\r\n${headers}\r\n\r\n${content}\r\n`;
}

export const END = `--${BOUNDARY}--\r\n`;

/** What `fetch` and `inject` take of a form that somebody else has encoded. */
export async function encode(form: FormData): Promise<{ headers: { 'content-type': string }; payload: Buffer }> {
  const encoded = new Response(form);
  return {
    headers: { 'content-type': String(encoded.headers.get('content-type')) },
    payload: Buffer.from(await encoded.arrayBuffer()),
  };
}

/** Posts a form that no client library would send. */
export async function post(app: App, url: string, body: string | Buffer, type = MULTIPART) {
  return app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': type },
    payload: typeof body === 'string' ? Buffer.from(body, 'latin1') : body,
  });
}

/** Begins a request over a connection of its own. */
export function begin(port: number, url: string, headers: string, type = MULTIPART): Wire {
  const wire = new Wire(port);
  wire.write(`POST ${url} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\n${headers}\r\n\r\n`);
  return wire;
}

/** One piece of a body whose length is not known. */
export function chunk(text: string | Buffer): Buffer {
  const bytes = Buffer.from(text as string, 'latin1');
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}

/** The smallest PNG image. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
