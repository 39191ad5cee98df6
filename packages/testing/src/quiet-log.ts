import type { LoggingOptions } from '@tenon/http';
import { tickets } from './ticket.js';

/** A line of pino's, as far as people want to read it. */
interface Line {
  readonly level: number;
  readonly name?: string;
  readonly msg?: string;
  readonly err?: { readonly stack?: string };
  readonly error?: { readonly stack?: string };
}

/**
 * The log of an application under test: errors alone.
 *
 * Those of a test's own requests are kept with the reply, and shown when it is not what the test expects. All others,
 * which nobody would see otherwise, go to standard error.
 */
export const QUIET_LOG: LoggingOptions = {
  level: 'error',
  pretty: false,
  requests: false,
  destination: {
    write(line) {
      const text = formatLine(JSON.parse(line) as Line);
      const ticket = tickets.getStore();
      if (ticket) ticket.log.push(text);
      else process.stderr.write(`${text}\n`);
    },
  },
};

function formatLine({ level, name, msg = '', err, error }: Line): string {
  const head = [level >= 60 ? 'FATAL' : 'ERROR', ...(name === undefined ? [] : [`${name}:`]), msg].join(' ');
  const stack = (err ?? error)?.stack;
  return stack === undefined ? head : `${head}\n${stack}`;
}
