/**
 * Called once everything has been made, after the `onInit` of what this one needs. Open connections here.
 */
export interface OnInit {
  onInit(): void | PromiseLike<void>;
}

/**
 * Called after every `onInit`, after the `onReady` of what this one needs. Take up work here.
 */
export interface OnReady {
  onReady(): void | PromiseLike<void>;
}

/**
 * Called first when the application closes, before the `onClosing` of what this one needs. Stop taking work, end streams.
 */
export interface OnClosing {
  onClosing(): void | PromiseLike<void>;
}

/**
 * Called after every `onClosing`, before the `onShutdown` of what this one needs. Close connections here.
 */
export interface OnShutdown {
  onShutdown(): void | PromiseLike<void>;
}

/** The steps of an application's life in which providers take part, in order. */
export type Hook = 'onInit' | 'onReady' | 'onClosing' | 'onShutdown';

/**
 * Gives a value's hook, if it has one.
 *
 * At shutdown, what has no `onShutdown` but the standard's `Symbol.asyncDispose` or `Symbol.dispose` is ended by that.
 */
export function hookOf(value: unknown, hook: Hook): (() => unknown) | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const methods = value as Partial<Record<Hook, () => unknown> & AsyncDisposable & Disposable>;
  const method = methods[hook];
  if (typeof method === 'function') return method;
  return hook === 'onShutdown' ? (methods[Symbol.asyncDispose] ?? methods[Symbol.dispose]) : undefined;
}
