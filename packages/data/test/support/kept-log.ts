import { Logger, type LogLevel } from '@tenon/core';

/** Keeps what is logged. */
export class KeptLog extends Logger {
  readonly lines: { readonly level: LogLevel; readonly message: string; readonly details: object | undefined }[] = [];

  override log(level: LogLevel, message: string, details?: object): void {
    this.lines.push({ level, message, details });
  }

  override named(): this {
    return this;
  }

  /** Gives the messages of a level. */
  of(level: LogLevel): string[] {
    return this.lines.filter((line) => line.level === level).map(({ message }) => message);
  }
}
