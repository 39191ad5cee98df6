/** A timer that is set longer fires at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Waits for a promise, but not for ever.
 *
 * The timer keeps the process alive on purpose: a program that waits for nothing else would end without a word.
 *
 * @param timeoutMs - in milliseconds; 0 means without limit
 * @param late - gives the error to reject with
 */
export async function withTimeout<T>(work: PromiseLike<T>, timeoutMs: number, late: () => Error): Promise<T> {
  if (timeoutMs === 0 || timeoutMs > LONGEST_MS) return work;
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), timeoutMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
