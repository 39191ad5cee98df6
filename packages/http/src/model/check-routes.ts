import { type Diagnostic, formatPlace } from '@tenon/core';
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

/** Finds routes that answer the same request, that can never be reached, and that bear one name. */
export function checkRoutes(routes: readonly RouteModel[], report: (fault: Diagnostic) => void): void {
  const answers = new Map<string, Answer[]>();
  const patterned = new Map<string, Answer[]>();
  const names = new Map<string, RouteModel[]>();
  let hasPattern = false;
  for (const route of routes) {
    const path = readPath(route.path);
    hasPattern ||= path.hasPattern;
    const condition = `${route.version ?? ''} ${String(route.host ?? '')}`;
    for (const method of route.methods) {
      for (const shape of shapesOf(path.shape, path.isOptional))
        add(answers, `${method} ${shape} ${condition}`, { route, method, path });
      add(patterned, `${method} ${path.bare} ${condition}`, { route, method, path });
    }
    if (route.name !== undefined) add(names, route.name, route);
  }
  const told = new Set<string>();
  for (const same of answers.values()) if (same.length > 1) reportDuplicate(same, told, report);
  if (hasPattern) for (const same of patterned.values()) if (same.length > 1) reportUnreachable(same, report);
  for (const [name, bearers] of names) {
    const handlers = [...new Set(bearers.map(handlerOf))];
    // One handler under several paths or versions bears its name once.
    if (handlers.length > 1) report(faults.duplicateName(siteOf(bearers[1] as RouteModel), { name, handlers }));
  }
}

/** An optional last parameter makes two paths of one. */
function shapesOf(shape: string, isOptional: boolean): readonly string[] {
  if (!isOptional) return [shape];
  return [shape, shape.replace(/\/:[^/]*$/, '') || '/'];
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

/** A pattern is asked before what has none; one that admits everything leaves nothing to whatever comes after it. */
function reportUnreachable(same: readonly Answer[], report: (fault: Diagnostic) => void): void {
  const greedy = same.find(({ path }) => path.hasPattern && path.admitsAll);
  if (greedy === undefined) return;
  for (const each of same) {
    if (each.path.shape === greedy.path.shape || each === greedy) continue;
    // What has a pattern of its own and was declared before is asked first.
    if (each.path.hasPattern && same.indexOf(each) < same.indexOf(greedy)) continue;
    report(
      faults.unreachableRoute(siteOf(each.route), {
        route: `${each.method} ${each.route.path}`,
        handler: handlerOf(each.route),
        other: handlerOf(greedy.route),
        otherRoute: `${greedy.method} ${greedy.route.path}`,
      }),
    );
  }
}

/** Gives `OrderController.show`. */
export function handlerOf({ controller, handler }: RouteModel): string {
  return `${controller.name}.${handler}`;
}

function siteOf({ controller, handler, place, provider }: RouteModel): faults.Site {
  return { where: describeHandler(controller, handler, place, undefined), path: pathTo(provider) };
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
