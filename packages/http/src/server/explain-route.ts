import { formatPlace } from '@tenon/core';
import { takesForm } from '../compile/compile-form.js';
import type { RoutePlan } from '../compile/compile-route.js';
import type { ArgumentModel, EnhancerModel, FileModel, FormModel, RouteModel } from '../contracts/route-model.js';
import { answersHead, ownHeads } from '../fastify/mount-routes.js';
import { handlerOf } from '../model/check-routes.js';

/** One route in the list of an application's routes. */
export interface RouteDescription {
  readonly methods: readonly string[];
  readonly path: string;
  readonly version: string | undefined;
  readonly host: string | undefined;
  /** `OrderController.show`. */
  readonly handler: string;
  readonly name: string | undefined;
  /** The view that shows what is returned, by `@Render`. */
  readonly page: string | undefined;
  readonly module: string;
  /** `src/orders/order.controller.ts:12`. */
  readonly place: string | undefined;
}

/** The list of an application's routes, as data and, by `toString`, as a table. */
export interface RouteList extends ReadonlyArray<RouteDescription> {
  toString(): string;
}

/** One thing that runs in a request. */
export interface ExplainedStep {
  /** Fastify's stage in which it runs. */
  readonly stage: 'onRequest' | 'parsing' | 'preValidation' | 'handler' | 'onError' | (string & {});
  readonly what: string;
  /** Where it was declared. */
  readonly from: string;
}

/** All that will run for one request, in its order. */
export interface RouteExplanation extends RouteDescription {
  readonly steps: readonly ExplainedStep[];
  /** The generated code of the handler; undefined where code may not be made from strings. */
  readonly source: string | undefined;
  toString(): string;
}

/** @param heads - the paths that have a HEAD route of their own */
function describeRoute(route: RouteModel, heads: ReadonlySet<string>): RouteDescription {
  return {
    methods: answersHead(route, heads) ? ['GET', 'HEAD'] : route.methods,
    path: route.path,
    version: route.version,
    host: route.host === undefined ? undefined : String(route.host),
    handler: handlerOf(route),
    name: route.name,
    page: route.reply.page,
    module: route.provider.module.name,
    place: formatPlace(route.place),
  };
}

/** Gives the list of routes, sorted by path, as data that prints as a table. */
export function listRoutes(routes: readonly RouteModel[]): RouteList {
  const heads = ownHeads(routes);
  const list = routes
    .map((route) => describeRoute(route, heads))
    .toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return Object.defineProperty(list, 'toString', { value: () => printList(list) });
}

function addressOf({ path, version, host }: RouteDescription): string {
  return `${host ?? ''}${path}${version === undefined ? '' : ` (version ${version})`}`;
}

function printList(list: RouteList): string {
  const rows = list.map((route) => [
    route.methods.join(','),
    addressOf(route),
    route.page === undefined ? route.handler : `${route.handler} → ${route.page}`,
    route.place ?? '',
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => (row[column] as string).length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/**
 * Gives all that runs for a request of one route.
 *
 * @param routes - all routes of the application
 */
export function explainRoute(plan: RoutePlan, routes: readonly RouteModel[]): RouteExplanation {
  const { model } = plan;
  const steps = stepsOf(model);
  const { source } = plan.compiled;
  const description = describeRoute(model, ownHeads(routes));
  return {
    ...description,
    steps,
    source,
    toString: () => printExplanation(description, steps),
  };
}

function stepsOf(route: RouteModel): ExplainedStep[] {
  const { controller, handler, guards, interceptors, filters, hooks, reply } = route;
  const level = ({ level: at }: EnhancerModel): string =>
    at === 'app' ? 'createApp' : at === 'controller' ? controller.name : handlerOf(route);
  const guard =
    (stage: string) =>
    (each: EnhancerModel): ExplainedStep => ({ stage, what: `guard ${each.name}`, from: level(each) });
  const ofHook = (stage: string): ExplainedStep[] =>
    hooks
      .filter(({ hook }) => hook === stage)
      .map(({ call }) => ({ stage, what: `hook ${call.name || '(anonymous)'}`, from: '@UseHooks' }));
  const pipes = route.arguments.flatMap((argument, index) =>
    argument.pipes.map((pipe): ExplainedStep => ({
      stage: 'handler',
      what: `pipe ${pipe.name} for argument ${index + 1}`,
      from: level(pipe),
    })),
  );
  const takesBody = !['GET', 'HEAD'].includes(route.methods[0] as string);
  return [
    { stage: 'onRequest', what: 'request id, context', from: 'Tenon' },
    ...ofHook('onRequest'),
    ...guards.filter(({ readsBody }) => !readsBody).map(guard('onRequest')),
    ...ofHook('preParsing'),
    ...(takesBody
      ? [
          takesForm(route)
            ? {
                stage: 'parsing',
                what: route.form?.hasFiles === false ? 'a form' : 'a form, file by file',
                from: 'Tenon',
              }
            : { stage: 'parsing', what: 'the body', from: 'Fastify' },
        ]
      : []),
    ...ofHook('preValidation'),
    ...guards.filter(({ readsBody }) => readsBody).map(guard('preValidation')),
    ...ofHook('preHandler'),
    ...interceptors.map((each): ExplainedStep => ({
      stage: 'handler',
      what: `interceptor ${each.name}`,
      from: level(each),
    })),
    ...route.arguments.map((argument, index): ExplainedStep => ({
      stage: 'handler',
      what: `argument ${index + 1}: ${describeArgument(argument)}`,
      from: handlerOf(route),
    })),
    ...pipes,
    {
      stage: 'handler',
      what: `${controller.name}.${handler}()`,
      from: formatPlace(route.place) ?? route.provider.module.name,
    },
    { stage: 'handler', what: `reply: ${describeReply(reply)}`, from: handlerOf(route) },
    ...ofHook('preSerialization'),
    ...ofHook('onSend'),
    ...ofHook('onResponse'),
    ...filters.map((each): ExplainedStep => ({ stage: 'onError', what: `filter ${each.name}`, from: level(each) })),
    ...(route.form
      ? [{ stage: 'onError', what: `the form once more${shownBy(route.form)}`, from: handlerOf(route) }]
      : []),
    ...ofHook('onError'),
  ];
}

function shownBy({ shownBy: name }: FormModel): string {
  return name === undefined ? ', at the page before' : `, by ${name}()`;
}

function describeArgument({ source, name, key, type }: ArgumentModel): string {
  if (key) return `context "${key.description}"`;
  const from = name === undefined ? source : `${source} ${JSON.stringify(name)}`;
  switch (type.kind) {
    case 'dto':
      return `${from} as ${type.target.name}${type.isList ? '[]' : ''}, compiled`;
    case 'primitive':
      return `${from} as ${type.primitive}${type.isList ? '[]' : ''}`;
    case 'enum':
      return `${from} as one of ${type.values.join(', ')}`;
    case 'schema':
      return `${from} through a schema of ${type.schema['~standard'].vendor}`;
    case 'file':
      return describeFile(name, type);
    case 'as it is':
    default:
      return from;
  }
}

function describeFile(name: string | undefined, { isList, types, maxSize, to, sink }: FileModel): string {
  const what = `${isList ? 'files' : 'file'}${name === undefined ? '' : ` ${JSON.stringify(name)}`}`;
  const target = to === 'sink' ? `to ${sink?.name ?? ''}` : to === 'auto' ? 'to memory or disk' : `to ${to}`;
  const kinds = types.length === 0 ? [] : [`of ${types.join(', ')}`];
  const size = maxSize === undefined ? [] : [`up to ${maxSize} bytes`];
  return [what, ...kinds, ...size, target].join(' ');
}

function describeReply({ status, redirect, events, view, page }: RouteModel['reply']): string {
  if (redirect) return `redirect to ${redirect.url || 'what the handler says'} (${redirect.status})`;
  const code = status === undefined ? '200' : String(status);
  if (events) {
    const shown = view ? `, the data as ${view.target.name}, compiled` : '';
    const silence = events.heartbeatMs > 0 ? `, a heartbeat after ${events.heartbeatMs} ms of silence` : '';
    return `${code} with events${shown}${silence}`;
  }
  const shown = page === undefined ? '' : `the page ${page}`;
  if (shown !== '' && !view) return `${code} with ${shown}`;
  const either = shown === '' ? '' : `${shown}, or `;
  return view
    ? `${code} with ${either}${view.target.name}${view.isList ? '[]' : ''}, compiled`
    : `${code} with what is returned`;
}

function printExplanation(route: RouteDescription, steps: readonly ExplainedStep[]): string {
  const { methods, handler, place } = route;
  const stages = Math.max(...steps.map(({ stage }) => stage.length));
  const whats = Math.max(...steps.map(({ what }) => what.length));
  const lines = steps.map(({ stage, what, from }) => `  ${stage.padEnd(stages)}  ${what.padEnd(whats)}  ${from}`);
  return [
    `${methods.join(',')} ${addressOf(route)}  ${handler}${place === undefined ? '' : `  ${place}`}`,
    ...lines,
  ].join('\n');
}
