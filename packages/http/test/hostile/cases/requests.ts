/** How a request is written down, byte by byte; each letter is one of Latin-1. */

export const JSON_TYPE = 'Content-Type: application/json\r\n';

export function get(path: string, headers = '', host = 'Host: x\r\n'): string {
  return `GET ${path} HTTP/1.1\r\n${host}${headers}\r\n`;
}

/** @param headers - those beside Host and Content-Length */
export function post(body: string, headers = JSON_TYPE): string {
  return `POST /guest-book HTTP/1.1\r\nHost: x\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
}

/** A request whose framing is said by the case. */
export function framed(headers: string, rest: string, version = '1.1'): string {
  return `POST /guest-book HTTP/${version}\r\nHost: x\r\n${JSON_TYPE}${headers}\r\n${rest}`;
}

/** A body that is taken: 25 bytes, 0x19. */
export const ENTRY = '{"name":"Ada","text":"y"}';

/** Whose name is in the guest book was served, though nobody should have seen where this begins. */
export const SMUGGLED = post('{"name":"smuggled","text":"y"}');
