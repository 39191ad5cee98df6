import type { RouteModel } from '../contracts/route-model.js';

/** `OrderController` → `Order`. */
export function subjectOf({ controller }: RouteModel): string {
  return controller.name.replace(/Controller$/, '') || controller.name;
}

/** `placeOrder` → `Place order`. */
export function inWords(name: string): string {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_$-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * Gives names to operations, each of which is used once: `orderShow`; where a handler answers in several ways, with the
 * method, the version or a number behind it.
 *
 * A name depends on the handler, and on what else answers by the same handler; not on other routes.
 */
export class OperationIds {
  readonly #taken = new Set<string>();

  for(route: RouteModel, method: string): string {
    const { handler, notes, version } = route;
    const subject = subjectOf(route);
    const base =
      notes.id ??
      subject.charAt(0).toLowerCase() + subject.slice(1) + handler.charAt(0).toUpperCase() + handler.slice(1);
    const own = base.replaceAll(/[^\w-]/g, '_');
    const candidates = [own, `${own}${method.charAt(0)}${method.slice(1).toLowerCase()}`];
    if (version !== undefined) candidates.splice(1, 0, `${own}V${version.replaceAll(/\W/g, '_')}`);
    let id = candidates.find((each) => !this.#taken.has(each));
    for (let number = 2; id === undefined; number++) {
      const numbered = `${own}${number}`;
      if (!this.#taken.has(numbered)) id = numbered;
    }
    this.#taken.add(id);
    return id;
  }
}
