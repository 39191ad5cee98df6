/** Makes a plugin without a scope of its own: what it adds is the application's. */
export function unscoped(add: () => Promise<void>): () => Promise<void> {
  return Object.assign(add, { [Symbol.for('skip-override')]: true });
}
