import { ServerSentEvent } from '../contracts/server-sent-event.js';

/** What is sent first, and when there is nothing else to send: a comment, of which no client makes an event. */
export const HEARTBEAT = ':\n\n';

/** All that a client takes for the end of a line. */
const BREAK = /\r\n|\r|\n/;

/**
 * Writes one item as an event of a stream.
 *
 * Each line of a text is a field of its own, so that no text can begin another field or another event.
 *
 * @param writeData - gives the text of an event's data
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function writeEvent(item: unknown, writeData: (data: unknown) => string): string {
  if (!(item instanceof ServerSentEvent)) return `${writeField('data', writeData(item))}\n`;
  const { data, event, id, retry, comment } = item;
  let text = comment === undefined ? '' : writeField('', comment);
  if (event !== undefined) text += `event: ${event}\n`;
  if (id !== undefined) text += `id: ${id}\n`;
  if (retry !== undefined) text += `retry: ${retry}\n`;
  if (data !== undefined) text += writeField('data', writeData(data));
  return `${text}\n`;
}

function writeField(name: string, text: string): string {
  if (!text.includes('\n') && !text.includes('\r')) return `${name}: ${text}\n`;
  return text
    .split(BREAK)
    .map((line) => `${name}: ${line}\n`)
    .join('');
}
