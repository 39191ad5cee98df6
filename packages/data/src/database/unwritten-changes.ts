import { formatPlace, type Logger, type Place, type ServedRequest } from '@tenon/core';
import { Collection, type EntityManager, helper } from '@mikro-orm/sql';

/** How many changes are named. */
const MOST = 5;

/** What is told of a request by a server, which this package does not load. */
interface Answered extends ServedRequest {
  readonly request?: { readonly method: string; readonly routeOptions: { readonly url?: string } };
  readonly route?: { readonly controller: { readonly name: string }; readonly handler: string };
  readonly reply?: { readonly statusCode: number; readonly raw: { readonly writableEnded: boolean } };
}

/** Lives as long as a request: the container ends it. */
export class RequestEnd implements Disposable {
  /** Called when the response is closed. Default: nothing is. */
  work: (() => void) | undefined;

  [Symbol.dispose](): void {
    this.work?.();
  }
}

/**
 * Tells of changes that nobody has written: without `@Transactional()` or a flush they are gone with the request, and the
 * client has been told that all went well.
 *
 * It looks at what was loaded, as a flush does, and asks the database for nothing. A production is spared even that.
 */
export class UnwrittenChanges {
  readonly #logger: Logger;
  /** Routes and places that have been told of: what is forgotten is forgotten each time. */
  readonly #told = new Set<string>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Looks at a manager when its request has ended well. */
  watchRequest(request: ServedRequest, em: EntityManager): void {
    try {
      request.scope.get(RequestEnd).work = () => this.#lookAfter(request, em);
    } catch {
      // What goes on behind the end of a request is for nobody to wait for.
    }
  }

  /** Looks at a manager when the work that it was for has ended well. */
  watchWork(work: unknown, em: EntityManager, place: Place): void {
    // A query is a thenable as well, and would be run once more.
    if (!(work instanceof Promise)) return;
    work.then(
      () => this.#look(em, 'A unit of work', () => ({ place: formatPlace(place) })),
      () => {},
    );
  }

  #lookAfter({ request, route, reply, isGivenUp }: Answered, em: EntityManager): void {
    // A client that went away leaves a handler that is under way, and one that was refused has been told so.
    if (!request || !reply || isGivenUp === true || reply.statusCode >= 400 || !reply.raw.writableEnded) return;
    const name = `${request.method} ${request.routeOptions.url ?? ''}`;
    this.#look(em, name, () => (route ? { handler: `${route.controller.name}.${route.handler}` } : {}));
  }

  #look(em: EntityManager, name: string, detailsOf: () => Readonly<Record<string, string | undefined>>): void {
    const changes = changesIn(em);
    if (changes === undefined || changes.length === 0) return;
    const details = detailsOf();
    const key = JSON.stringify([name, details]);
    if (this.#told.has(key)) return;
    this.#told.add(key);
    const more = changes.length > MOST ? ` and ${changes.length - MOST} more` : '';
    const { handler } = details;
    this.#logger.warn(
      `${name}${handler === undefined ? '' : ` (${handler})`} has ended, and these changes were not written: ` +
        `${changes.slice(0, MOST).join(', ')}${more}. Call em.flush(), or mark the method with @Transactional().`,
      details,
    );
  }
}

/** As `namesOf`; undefined where a value is such that no flush could write it: nobody is harmed by a look. */
function changesIn(em: EntityManager): string[] | undefined {
  try {
    return namesOf(em);
  } catch {
    return undefined;
  }
}

/** Names what a flush would write, without values: `Article#title`, `Article (new)`, `Article (removed)`. */
function namesOf(em: EntityManager): string[] {
  const unit = em.getUnitOfWork(false);
  const comparator = em.getComparator();
  const changes = new Set<string>();
  const removed = unit.getRemoveStack();
  for (const entity of unit.getPersistStack()) {
    const { __originalEntityData: stored, __meta: meta } = helper(entity);
    if (stored === undefined) changes.add(`${meta.className} (new)`);
  }
  for (const entity of removed) changes.add(`${entity.constructor.name} (removed)`);
  for (const entity of unit.getIdentityMap()) {
    const { __originalEntityData: stored, __meta: meta } = helper(entity);
    if (stored === undefined || !helper(entity).isInitialized() || meta.readonly === true || removed.has(entity))
      continue;
    const differing = comparator.diffEntities(meta.class, stored, comparator.prepareEntity(entity));
    for (const key of Object.keys(differing)) changes.add(`${meta.className}#${key}`);
    for (const value of Object.values(entity)) {
      if (value instanceof Collection && value.isDirty() && value.property.persist !== false)
        changes.add(`${meta.className}#${value.property.name}`);
    }
  }
  return [...changes];
}
