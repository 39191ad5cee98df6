import { type Diagnostic, formatPlace } from '@tenon/core';
import type { RouteCheck } from '../contracts/enhancers.js';
import type { RouteModel } from '../contracts/route-model.js';
import * as faults from '../errors.js';
import { describeHandler, pathTo } from './describe.js';
import { type PathReading, readPath } from './read-path.js';

/** One request that a route answers: a method and the shape of a path. */
interface Answer {
  readonly route: RouteModel;
  readonly method: string;
  readonly path: PathReading;
}

/**
 * Finds routes that answer the same request, that can never be reached, and that bear one name.
 *
 * @param fallbacks - routes of `@All`; they lose the methods that another route of their path answers
 */
export function checkRoutes(
  routes: readonly RouteModel[],
  fallbacks: ReadonlySet<RouteModel>,
  report: (fault: Diagnostic) => void,
): void {
  const answers = new Map<string, Answer | Answer[]>();
  const names = new Map<string, RouteModel | RouteModel[]>();
  const patterned: Answer[] = [];
  let doubles = 0;
  for (const route of routes) {
    const path = readPath(route.path);
    if (path.hasPattern) patterned.push({ route, method: '', path });
    const condition = conditionOf(route);
    for (const method of route.methods) {
      const answer: Answer = { route, method, path };
      doubles += add(answers, `${method} ${path.shape}${condition}`, answer);
      if (path.isOptional) doubles += add(answers, `${method} ${withoutLast(path.shape)}${condition}`, answer);
    }
    if (route.name !== undefined) add(names, route.name, route);
  }
  if (doubles > 0) checkDoubles(answers.values(), fallbacks, report);
  if (patterned.some(({ path }) => path.admitsAll)) checkReach(routes, report);
  for (const [name, bearers] of names) {
    if (!Array.isArray(bearers)) continue;
    const handlers = [...new Set(bearers.map(handlerOf))];
    // One handler under several paths or versions bears its name once.
    if (handlers.length > 1) report(faults.duplicateName(siteOf(bearers[1] as RouteModel), { name, handlers }));
  }
}

/** Lets guards refuse routes on which they make no sense. One handler under several paths or versions is told of once. */
export function checkGuards(routes: readonly RouteModel[], report: (fault: Diagnostic) => void): void {
  const told = new Set<string>();
  for (const route of routes) {
    for (const { provider, given } of route.guards) {
      const guard = provider?.token ?? given;
      if (!checksRoutes(guard)) continue;
      for (const fault of guard.checkRoute(route)) {
        const key = `${handlerOf(route)} ${fault.code} ${fault.message}`;
        if (!told.has(key)) report({ ...siteOf(route), ...fault });
        told.add(key);
      }
    }
  }
}

function checksRoutes(guard: unknown): guard is RouteCheck {
  return ((typeof guard === 'object' && guard !== null) || typeof guard === 'function') && 'checkRoute' in guard;
}

function conditionOf({ version, host }: RouteModel): string {
  return version === undefined && host === undefined ? '' : ` ${version ?? ''} ${String(host ?? '')}`;
}

function checkDoubles(
  answers: Iterable<Answer | Answer[]>,
  fallbacks: ReadonlySet<RouteModel>,
  report: (fault: Diagnostic) => void,
): void {
  const told = new Set<string>();
  for (const same of answers) {
    if (!Array.isArray(same)) continue;
    const own = same.filter(({ route }) => !fallbacks.has(route));
    const [other, ...more] = same.filter(({ route }) => fallbacks.has(route));
    const mayYield = other && more.length === 0 && own.every(({ path }) => path.isOptional === other.path.isOptional);
    const rivals = mayYield ? own : same;
    if (mayYield && own[0]) {
      yieldMethod(other);
      if (other.route.methods.length === 0) report(unreachable(other, own[0]));
    }
    if (rivals.length > 1) reportDuplicate(rivals, told, report);
  }
}

/** Takes from a route of `@All` a method that another one answers; who answers GET answers HEAD too. */
function yieldMethod({ route, method }: Answer): void {
  const draft = route as { methods: readonly string[] };
  draft.methods = route.methods.filter((each) => each !== method && !(method === 'GET' && each === 'HEAD'));
}

/** Compares routes of one path and method that differ in their patterns. */
function checkReach(routes: readonly RouteModel[], report: (fault: Diagnostic) => void): void {
  const answers = new Map<string, Answer | Answer[]>();
  for (const route of routes) {
    const path = readPath(route.path);
    for (const method of route.methods)
      add(answers, `${method} ${path.shape.replaceAll('()', '')}${conditionOf(route)}`, { route, method, path });
  }
  for (const same of answers.values()) if (Array.isArray(same)) reportUnreachable(same, report);
}

/** An optional last parameter makes two paths of one: this is the other one. */
function withoutLast(shape: string): string {
  return shape.replace(/\/:[^/]*$/, '') || '/';
}

function reportDuplicate(same: readonly Answer[], told: Set<string>, report: (fault: Diagnostic) => void): void {
  const [first, second] = same as readonly [Answer, Answer];
  const handlers = same.map(({ route }) => handlerOf(route));
  // `@All` beside `@All` would be told once for each method.
  const key = handlers.join();
  if (told.has(key)) return;
  told.add(key);
  const places = same.flatMap(({ route }) => formatPlace(route.place) ?? []);
  report(
    faults.duplicateRoute(siteOf(second.route), { route: `${first.method} ${first.route.path}`, handlers, places }),
  );
}

/** A pattern is asked before what has none: one that admits everything leaves nothing to that. */
function reportUnreachable(same: readonly Answer[], report: (fault: Diagnostic) => void): void {
  const greedy = same.find(({ path }) => path.hasPattern && path.admitsAll);
  if (greedy === undefined) return;
  for (const each of same) if (!each.path.hasPattern) report(unreachable(each, greedy));
}

function unreachable(each: Answer, other: Answer): Diagnostic {
  return faults.unreachableRoute(siteOf(each.route), {
    route: `${each.method} ${each.route.path}`,
    handler: handlerOf(each.route),
    other: handlerOf(other.route),
    otherRoute: `${other.method} ${other.route.path}`,
  });
}

/** Gives `OrderController.show`. */
export function handlerOf({ controller, handler }: RouteModel): string {
  return `${controller.name}.${handler}`;
}

/** Gives where a route stands. */
export function siteOf({ controller, handler, place, provider }: RouteModel): faults.Site {
  return { where: describeHandler(controller, handler, place, undefined), path: pathTo(provider) };
}

/** Adds to a map of which most keys have one value. Gives 1 where there was one before. */
function add<K, V extends object>(map: Map<K, V | V[]>, key: K, value: V): 0 | 1 {
  const known = map.get(key);
  if (known === undefined) {
    map.set(key, value);
    return 0;
  }
  if (Array.isArray(known)) known.push(value);
  else map.set(key, [known, value]);
  return 1;
}
