import { formatWithOptions } from 'node:util';
import { LOG_LEVELS, Logger, type LogLevel } from './logger.js';

/** What `ConsoleLogger` takes. */
export interface ConsoleLoggerOptions {
  /** The least level that is written. Default: `LOG_LEVEL` of the environment, else `info`. */
  readonly level?: LogLevel;
  /** Stands in each line. Default: none. */
  readonly name?: string;
}

/** Writes lines for people: `warn` and above to standard error, the rest to standard output. The default logger. */
export class ConsoleLogger extends Logger {
  readonly #level: LogLevel;
  readonly #name: string;

  constructor({ level = levelOfEnvironment(), name = '' }: ConsoleLoggerOptions = {}) {
    super();
    this.#level = level;
    this.#name = name;
  }

  override log(level: LogLevel, message: string, details?: object): void {
    if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(this.#level)) return;
    const isFault = level === 'warn' || level === 'error' || level === 'fatal';
    const stream = isFault ? process.stderr : process.stdout;
    const colors = stream.isTTY && !process.env['NO_COLOR'];
    const head = [new Date().toISOString(), level.padEnd(5), this.#name, message]
      .filter((word) => word !== '')
      .join(' ');
    stream.write(`${details === undefined ? head : formatWithOptions({ colors }, '%s %O', head, details)}\n`);
  }

  override named(name: string): ConsoleLogger {
    return new ConsoleLogger({ level: this.#level, name });
  }
}

function levelOfEnvironment(): LogLevel {
  const wanted = process.env['LOG_LEVEL']?.toLowerCase();
  return LOG_LEVELS.find((level) => level === wanted) ?? 'info';
}
