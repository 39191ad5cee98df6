/** How much a log line matters, the least first. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** How much a log line matters. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * Where an application's log goes. A token as well as a type: ask for it in a constructor, and it bears your name.
 *
 * @example
 * @Injectable()
 * export class OrderService {
 *   constructor(private readonly logger: Logger) {}
 *   place(order: Order) {
 *     this.logger.info('order placed', { id: order.id }); // … OrderService order placed { id: 7 }
 *   }
 * }
 */
export abstract class Logger {
  /**
   * Writes one line.
   *
   * @param details - what belongs to it: plain data, or `{ error }`
   */
  abstract log(level: LogLevel, message: string, details?: object): void;

  /**
   * Gives a logger whose lines bear a name. The container calls it with the name of the class that asks.
   */
  abstract named(name: string): Logger;

  trace(message: string, details?: object): void {
    this.log('trace', message, details);
  }

  debug(message: string, details?: object): void {
    this.log('debug', message, details);
  }

  info(message: string, details?: object): void {
    this.log('info', message, details);
  }

  warn(message: string, details?: object): void {
    this.log('warn', message, details);
  }

  error(message: string, details?: object): void {
    this.log('error', message, details);
  }

  fatal(message: string, details?: object): void {
    this.log('fatal', message, details);
  }
}
