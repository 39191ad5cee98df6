import { nearestNames, TenonError } from '@tenon/core';
import type { App } from '@tenon/http';
import type { Command } from 'commander';
import * as faults from '../errors.js';
import { lookAtRoutes } from '../project/look-at.js';
import { findProject } from '../project/project.js';

interface ExplainOptions {
  readonly host?: string;
  readonly apiVersion?: string;
  readonly source?: boolean;
  readonly json?: boolean;
}

export function addExplain(program: Command): void {
  program
    .command('explain')
    .description('Tell what runs for a request, in its order')
    .argument('<method>', 'such as GET; without one, it is GET')
    .argument('[path]', 'a concrete one: /orders/1')
    .option('--host <name>', 'where routes are told apart by it')
    .option('--api-version <version>', 'where routes are told apart by a header with it')
    .option('--source', 'with the generated code of the handler')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  tenon explain GET /orders/1')
    .action(async (first: string, second: string | undefined, options: ExplainOptions) => {
      const [method, path] = second === undefined ? ['GET', first] : [first.toUpperCase(), second];
      const { host, apiVersion: version, source: withSource = false, json = false } = options;
      const app = await lookAtRoutes(findProject());
      const request = { ...(host !== undefined && { host }), ...(version !== undefined && { version }) };
      const explanation = app.explain(method, path, request);
      if (!explanation) throw new TenonError([noSuchRoute(app, method, path, request)]);
      const { source, ...rest } = explanation;
      if (json) return console.log(JSON.stringify(withSource ? explanation : rest, null, 2));
      console.log(String(explanation));
      if (withSource) console.log(`\n${source ?? 'No code may be made from strings here: closures do the same.'}`);
    });
}

type Asked = NonNullable<Parameters<App['explain']>[2]>;

function noSuchRoute(app: App, method: string, path: string, request: Asked): ReturnType<typeof faults.noSuchRoute> {
  const routes = app.routes();
  const methods = [...new Set(routes.flatMap((route) => route.methods))];
  const others = methods.filter((other) => app.explain(other, path, request) !== undefined);
  // A route is near if it would be with the parameters that were asked for.
  const asked = path.split('/');
  const concrete = (pattern: string): string =>
    pattern
      .split('/')
      .map((part, index) => (/[:*]/.test(part) ? (asked[index] ?? part) : part))
      .join('/');
  const patterns = new Map(routes.map((route) => [concrete(route.path), route.path]));
  const near = nearestNames(path, patterns.keys()).map((one) => patterns.get(one) as string);
  return faults.noSuchRoute({ request: `${method} ${path}`, others, near });
}
