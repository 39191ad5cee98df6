import { type Diagnostic, nearestNames } from '@tenon/core';
import type { ContextKey } from '../contracts/context.js';
import type { RouteModel } from '../contracts/route-model.js';
import * as faults from '../errors.js';
import { handlerOf, siteOf } from './check-routes.js';
import { readPath } from './read-path.js';

/**
 * Sees to it that the handlers that show forms are there, and have what they need when they are called for the form's request.
 *
 * @param mayMiss - whether a key of the context may be absent
 */
export function checkForms(
  routes: readonly RouteModel[],
  mayMiss: (key: ContextKey<unknown>) => boolean,
  report: (fault: Diagnostic) => void,
): void {
  const told = new Set<string>();
  for (const route of routes) {
    const { form, controller } = route;
    if (form?.shownBy === undefined || told.has(handlerOf(route))) continue;
    told.add(handlerOf(route));
    const name = form.shownBy;
    const rivals = routes.filter((each) => each.controller === controller && each.methods.includes('GET'));
    const shower = rivals.find(({ handler }) => handler === name);
    const facts = { handler: handlerOf(route), name };
    if (shower === undefined) {
      const [near] = nearestNames(
        name,
        rivals.map(({ handler }) => handler),
      );
      report(faults.noSuchForm(siteOf(route), { ...facts, near }));
      continue;
    }
    for (const { key, isOptional, source, name: parameter } of shower.arguments) {
      if (source === 'path' && parameter !== undefined && !namesOf(route).has(parameter))
        report(faults.formLacks(siteOf(route), { ...facts, lacks: `the path's parameter :${parameter}` }));
      if (key === undefined || isOptional || mayMiss(key)) continue;
      const isProvided = [...route.guards, ...route.interceptors].some(({ provides }) => provides.includes(key));
      if (!isProvided) report(faults.formLacks(siteOf(route), { ...facts, lacks: key.description }));
    }
  }
}

function namesOf({ path }: RouteModel): ReadonlySet<string> {
  return new Set(readPath(path).names);
}
