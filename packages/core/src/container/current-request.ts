import { RequestScope, type ServedRequest } from './request-scope.js';

/**
 * Tells what is being served here, for packages that keep something for each request: by the object itself, which lives
 * as long as the request, in a `WeakMap`. Ask for it in a constructor.
 *
 * An application asks for a request-scoped class, or for a `Ref` to one.
 */
export class CurrentRequest {
  /** Gives what is being served; nothing outside of a request. */
  readonly get: () => ServedRequest | undefined;

  /** @internal */
  constructor(get: () => ServedRequest | undefined) {
    this.get = get;
  }
}

/** Gives the server's own object for a request, whether it is being served or its scope was entered by hand. */
export function requestOf(found: ServedRequest | undefined): ServedRequest | undefined {
  if (!(found instanceof RequestScope)) return found;
  const { served } = found;
  return typeof served === 'object' && served !== null && 'scope' in served ? (served as ServedRequest) : found;
}
