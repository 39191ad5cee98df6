/** Whether an instance wants to be told when its life ends. */
export function isDisposable(value: unknown): value is object {
  return typeof value === 'object' && value !== null && (Symbol.asyncDispose in value || Symbol.dispose in value);
}

/** Disposes of everything, whatever fails, and then throws the first failure. */
export async function disposeAll(values: readonly object[]): Promise<void> {
  const failures: unknown[] = [];
  for (const value of values) {
    try {
      await dispose(value);
    } catch (failure) {
      failures.push(failure);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** Ends one instance's life by the standard's own methods. */
export function dispose(value: object): unknown {
  const { [Symbol.asyncDispose]: end, [Symbol.dispose]: endNow } = value as Partial<AsyncDisposable & Disposable>;
  return end ? end.call(value) : endNow?.call(value);
}
