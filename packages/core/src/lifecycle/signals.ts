import { constants } from 'node:os';

/** What ends a process politely. */
export const CLOSING_SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'];

/**
 * Closes an application when the process is asked to end, and then ends the process: with code 0 when everything was
 * closed, 1 when something failed. A second signal ends it at once.
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
    close().then(
      () => process.exit(process.exitCode ?? 0),
      (failure: unknown) => {
        onFailure(failure);
        process.exit(1);
      },
    );
  };
  for (const signal of signals) process.on(signal, handle);
  return () => {
    for (const signal of signals) process.off(signal, handle);
  };
}
