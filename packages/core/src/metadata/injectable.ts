import { capturePlace } from '../diagnostics/place.js';
import { declareInjectable } from './class-record.js';
import type { Scope } from './provider.js';
import type { AbstractClass } from './token.js';

/** What `@Injectable` takes. */
export interface InjectableOptions {
  /** Default: `singleton`. */
  readonly scope?: Scope;
}

/**
 * Marks a class as one that the container can make and inject.
 *
 * A class that a module lists belongs to that module. One that no module lists is provided at the root when somebody
 * asks for it.
 *
 * @example
 * @Injectable()
 * export class OrderService {
 *   constructor(private readonly orders: OrderRepository) {}
 * }
 */
export function Injectable(options: InjectableOptions = {}): (type: AbstractClass) => void {
  const place = capturePlace(Injectable);
  const declaration = { decorator: 'Injectable', place, scope: options.scope };
  return (type) => declareInjectable(type, declaration);
}
