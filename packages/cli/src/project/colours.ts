import type { WriteStream } from 'node:tty';
import picocolors from 'picocolors';

/**
 * Gives the colours for what is written to a stream: none unless a terminal shows them, or `FORCE_COLOR` is set.
 * picocolors by itself colours whatever CI prints, into a pipe or not.
 */
export function coloursFor(stream: WriteStream): ReturnType<typeof picocolors.createColors> {
  return picocolors.createColors(stream.isTTY ? stream.hasColors() : Boolean(process.env['FORCE_COLOR']));
}
