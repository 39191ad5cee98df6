import { constants } from 'node:os';

/** What ends a process politely. */
export const CLOSING_SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'];

/** The applications of this process that are being closed by a signal: it ends with the last of them. */
const closing = new Set<object>();
let hasFailed = false;

/**
 * Closes an application when the process is asked to end, and then ends the process: with code 0 when everything was
 * closed, 1 when something failed. A second signal ends it at once. Where several applications of a process are closed so, none
 * is cut off because another one is closed sooner.
 *
 * @param close - must not reject before everything else has been closed
 * @returns a function that takes the handlers away again
 */
export function closeOnSignals(
  signals: readonly NodeJS.Signals[],
  close: () => Promise<void>,
  onFailure: (failure: unknown) => void,
): () => void {
  let isClosing = false;
  const handle = (signal: NodeJS.Signals): void => {
    if (isClosing) process.exit(128 + constants.signals[signal]);
    isClosing = true;
    closing.add(handle);
    const end = (): void => {
      closing.delete(handle);
      if (closing.size === 0) process.exit(hasFailed ? 1 : (process.exitCode ?? 0));
    };
    close().then(end, (failure: unknown) => {
      onFailure(failure);
      hasFailed = true;
      end();
    });
  };
  for (const signal of signals) process.on(signal, handle);
  return () => {
    for (const signal of signals) process.off(signal, handle);
  };
}
