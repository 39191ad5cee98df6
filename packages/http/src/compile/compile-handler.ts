import type { ApplicationContext } from '@tenon/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONTEXT, contextOf, type RequestContext } from '../contracts/context.js';
import { InvalidInputException } from '../contracts/invalid-input.js';
import type { ArgumentModel, RouteModel } from '../contracts/route-model.js';
import { requireEither, requireHtml, requireJson } from './accepts.js';
import { type Access, accessTo, compileCall } from './call-enhancer.js';
import { Code, mayGenerate } from './code.js';
import { compileArgument, type InputSettings, type ReadArgument } from './compile-arguments.js';
import { compileReply, type ReplySettings } from './compile-reply.js';
import { readingForm } from './failed-forms.js';
import type { Finish } from './finish.js';
import { readContext, readRawBody } from './compile-special-arguments.js';
import { isPromise } from './is-promise.js';
import { endSource } from './item-stream.js';
import { asError } from './thrown-value.js';

/** Answers a request. Fastify's own handler, in its form without promises. */
export type Handle = (request: FastifyRequest, reply: FastifyReply) => void;

/** A route's handler, and the text that it was generated from. */
export interface CompiledHandler {
  readonly handle: Handle;
  /** Reads the arguments, calls the method and sends what it gives, without what stands around it: to show a form again. */
  readonly show: (request: FastifyRequest, reply: FastifyReply, context: RequestContext) => unknown;
  /** Undefined where code may not be made from strings. */
  readonly source: string | undefined;
}

/**
 * Compiles everything between the end of the guards and the reply.
 *
 * For `@Post() @Returns(OrderView) create(@Body() input: CreateOrder)` with one interceptor it amounts to
 *
 * ```js
 * function handle(request, reply) {
 *   const context = request[CONTEXT];
 *   if (context.isGivenUp) return; // its time was over before
 *   context.isOwn = true;
 *   reply.code(201);
 *   const result = interceptor.intercept(context, () => invoke(request, context));
 *   if (isPromise(result)) result.then((value) => end(reply, value, context), (error) => fail(reply, error, context));
 *   else finish(reply, result, context);
 * }
 * function invoke(request, context) {
 *   const input = readBody(request, context); // a validated CreateOrder, or an InvalidInputException
 *   return controller.create(input);
 * }
 * ```
 */
export function compileHandler(
  route: RouteModel,
  app: ApplicationContext,
  input: InputSettings,
  reply: ReplySettings,
): CompiledHandler {
  const parts = partsOf(route, app, input, reply);
  return mayGenerate() ? printHandle(parts) : composeHandle(parts);
}

/** What a handler is put together from, whichever way. */
interface Parts {
  readonly route: RouteModel;
  readonly controller: Access;
  readonly readers: readonly Reader[];
  /** Sends arguments through their pipes; undefined where there is none. */
  readonly pipe: ((values: unknown[], context: RequestContext) => unknown) | undefined;
  readonly interceptors: readonly ((context: RequestContext, first: unknown, next: unknown) => unknown)[];
  readonly finish: Finish;
}

interface Reader {
  readonly read: ReadArgument;
  /** How its value may have to be waited for. */
  readonly waits: 'never' | 'promise' | 'thenable';
  /** Code that does the same, where that is short. */
  readonly inline: string | undefined;
}

function partsOf(route: RouteModel, app: ApplicationContext, input: InputSettings, reply: ReplySettings): Parts {
  const readers = route.arguments.map((argument) => readerOf(argument, route, input));
  return {
    route,
    controller: accessTo(route.provider, app),
    readers,
    pipe: compilePipes(route.arguments, app),
    interceptors: route.interceptors.map((interceptor) => compileCall(interceptor, 'intercept', app)),
    finish: compileReply(route.reply, reply),
  };
}

function readerOf(argument: ArgumentModel, route: RouteModel, input: InputSettings): Reader {
  switch (argument.source) {
    case 'request':
      return { read: (request) => request, waits: 'never', inline: 'request' };
    case 'reply':
      return { read: (_, { reply }) => reply, waits: 'never', inline: 'context.reply' };
    case 'raw body':
      return { read: readRawBody, waits: 'never', inline: undefined };
    case 'context':
      return { read: readContext(argument, route), waits: 'never', inline: undefined };
    default: {
      const { kind } = argument.type;
      const waits =
        argument.source === 'custom' || kind === 'schema' ? 'thenable' : kind === 'dto' ? 'promise' : 'never';
      const isForm = route.form !== undefined && argument.source === 'form';
      // A page is asked for by links, and by forms that search.
      const isSearch = route.reply.page !== undefined && argument.source === 'query';
      const read = compileArgument(argument, input, isForm || isSearch);
      return { read: isForm ? readingForm(read) : read, waits, inline: undefined };
    }
  }
}

/** What pipes said of arguments that are not valid, by their index. */
type Refused = Map<number, InvalidInputException>;

/** Lets the pipes of the other arguments run, so that the client is told of all that is wrong at once. */
function refuse(refused: Refused = new Map(), index: number, error: unknown): Refused {
  if (!(error instanceof InvalidInputException)) throw error;
  return refused.set(index, error);
}

/** Compiles the pipes of all arguments. They run one after the other, once every argument has been read. */
function compilePipes(all: readonly ArgumentModel[], app: ApplicationContext): Parts['pipe'] {
  const steps = all.flatMap(({ pipes, info }, index) =>
    pipes.map((pipe) => ({ index, info, call: compileCall(pipe, 'transform', app) })),
  );
  if (steps.length === 0) return undefined;
  const runFrom = (start: number, values: unknown[], context: RequestContext, refused?: Refused): unknown => {
    for (let at = start; at < steps.length; at++) {
      const { index, info, call } = steps[at] as (typeof steps)[number];
      if (refused?.has(index) === true) continue;
      try {
        const value = call(context, values[index], info);
        if (isPromise(value)) {
          return value.then(
            (came) => {
              values[index] = came;
              return runFrom(at + 1, values, context, refused);
            },
            (error: unknown) => runFrom(at + 1, values, context, refuse(refused, index, error)),
          );
        }
        values[index] = value;
      } catch (error) {
        refused = refuse(refused, index, error);
      }
    }
    if (refused !== undefined) throw joinErrors([...refused.values()]);
    return values;
  };
  return (values, context) => runFrom(0, values, context);
}

/**
 * Gives what refuses a client that does not take what the reply will be, whatever the handler does; undefined where the handler
 * may still say another type.
 */
function requirementOf({ reply, arguments: all, form }: RouteModel): ((request: FastifyRequest) => void) | undefined {
  const { view, page, events, headers } = reply;
  if (events || form || headers.some(([name]) => name === 'content-type')) return undefined;
  if (all.some(({ source }) => source === 'reply')) return undefined;
  if (page === undefined) return view && requireJson;
  return view ? requireEither : requireHtml;
}

/** Ends a request whose handler gave a promise: nobody else would notice an error here. */
function end(finish: Finish, reply: FastifyReply, value: unknown, context: RequestContext): void {
  if (context.isGivenUp) {
    endSource(value);
    return;
  }
  try {
    finish(reply, value, context);
  } catch (error) {
    fail(reply, error, context);
  }
}

/** Hands an error on to Fastify, and so to its hooks and to the filters. */
function fail(reply: FastifyReply, error: unknown, context: RequestContext): void {
  if (context.isGivenUp) context.request.log.debug({ err: error }, 'A request that was given up has failed.');
  else reply.send(asError(error));
}

/**
 * Reads the arguments behind one that is not valid too, so that the client is told of all that is wrong at once.
 *
 * @param failed - the index of the first one that is not valid
 * @returns a promise that is rejected, where something else has to be waited for
 * @throws what is wrong, where nothing has
 */
function collectErrors(
  error: unknown,
  failed: number,
  values: readonly unknown[],
  readers: readonly Reader[],
  request: FastifyRequest,
  context: RequestContext,
): PromiseLike<never> {
  const found: unknown[] = values.slice(0, failed).filter(isPromise);
  // If nobody waits for these any more, nobody misses what they say.
  for (const value of found) void (value as PromiseLike<unknown>).then(undefined, () => {});
  if (!(error instanceof InvalidInputException)) throw error;
  let waits = found.length > 0;
  found.push(error);
  for (const { read } of readers.slice(failed + 1)) {
    try {
      const value = read(request, context);
      if (!isPromise(value)) continue;
      void value.then(undefined, () => {});
      found.push(value);
      waits = true;
    } catch (other) {
      if (!(other instanceof InvalidInputException)) throw other;
      found.push(other);
    }
  }
  if (!waits) throw joinErrors(found);
  const settled = Promise.allSettled(found.map((each) => (isPromise(each) ? each : Promise.reject(each as Error))));
  return settled.then((all) => {
    throw joinErrors(all.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : [])));
  });
}

/** Makes one exception of what is wrong with the input; anything else that went wrong counts more. */
function joinErrors(failures: readonly unknown[]): unknown {
  const other = failures.find((failure) => !(failure instanceof InvalidInputException));
  if (other !== undefined || failures.length === 1) return other ?? failures[0];
  const all = failures as readonly InvalidInputException[];
  const count = all.reduce((sum, { errorCount }) => sum + errorCount, 0);
  return new InvalidInputException(
    all.flatMap(({ errors }) => errors),
    count,
  );
}

/** Waits for all arguments, whatever becomes of some of them, and gives them or throws all that is wrong with them. */
async function settle(values: readonly unknown[]): Promise<unknown[]> {
  const settled = await Promise.allSettled(values);
  const failures = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  // oxlint-disable-next-line typescript/only-throw-error -- whatever it was that was thrown
  if (failures.length > 0) throw joinErrors(failures);
  return settled.map((each) => (each as PromiseFulfilledResult<unknown>).value);
}

/** Prints a route's handler. Names in it are ours; what the user named enters as a value. */
function printHandle({ route, controller, readers, pipe, interceptors, finish }: Parts): CompiledHandler {
  const invoke = new Code();
  const { singleton, give, mayBeAsync } = controller;
  const names = readers.map((_, index) => `argument${index}`);
  const method = invoke.refer(route.handler, 'method');
  const target = singleton === undefined ? 'instance' : invoke.refer(singleton, 'controller');
  // The call by name keeps what a user may change at run time, such as a spy.
  const call = `${target}[${method}](${names.join(', ')})`;
  const readerNames = readers.map(({ read, inline }) => inline ?? `${invoke.refer(read, 'read')}(request, context)`);
  if (readers.length === 1) invoke.line(`let argument0 = ${readerNames[0] as string};`);
  else if (readers.length > 1) {
    const collect = invoke.refer(collectErrors, 'collectErrors');
    invoke.line(`let ${names.join(', ')}, failed = 0;`);
    invoke.line('try {');
    readerNames.forEach((reader, index) => {
      invoke.line(`argument${index} = ${reader};`);
      if (index < readers.length - 1) invoke.line(`failed = ${index + 1};`);
    });
    invoke.line('} catch (error) {');
    invoke.line(
      `return ${collect}(error, failed, [${names.join(', ')}], ${invoke.refer(readers, 'readers')}, request, context);`,
    );
    invoke.line('}');
  }
  const waits = readers.flatMap(({ waits: how }, index) => {
    if (how === 'never') return [];
    const name = names[index] as string;
    return how === 'promise' ? [`${name} instanceof Promise`] : [`${invoke.refer(isPromise, 'isPromise')}(${name})`];
  });
  const isScoped = singleton === undefined;
  const again = `(values) => call(values, context)`;
  if (waits.length > 0 || pipe !== undefined || mayBeAsync) {
    const values = `[${names.join(', ')}]`;
    const isWaiting = invoke.refer(isPromise, 'isPromise');
    invoke.line(`const call = ${invoke.refer(callWith(route, controller), 'call')};`);
    if (waits.length > 0) {
      const settled = `${invoke.refer(settle, 'settle')}(${values})`;
      const then = pipe === undefined ? '' : `.then((values) => ${invoke.refer(pipe, 'pipe')}(values, context))`;
      invoke.line(`if (${waits.join(' || ')}) return ${settled}${then}.then(${again});`);
    }
    if (pipe !== undefined) {
      invoke.line(`const piped = ${invoke.refer(pipe, 'pipe')}(${values}, context);`);
      invoke.line(`return ${isWaiting}(piped) ? piped.then(${again}) : call(piped, context);`);
    } else if (mayBeAsync) invoke.line(`return call(${values}, context);`);
  }
  if (pipe === undefined && !mayBeAsync) {
    if (isScoped) invoke.line(`const instance = ${invoke.refer(give, 'give')}(context);`);
    invoke.line(`return ${call};`);
  }

  const handle = new Code();
  handle.line(`const context = request[${handle.refer(CONTEXT, 'CONTEXT')}];`);
  handle.line('if (context.isGivenUp) return;');
  handle.line('context.isOwn = true;');
  const requirement = requirementOf(route);
  if (requirement) handle.line(`${handle.refer(requirement, 'requireAccepted')}(request);`);
  if (route.reply.status !== undefined) handle.line(`reply.code(${route.reply.status});`);
  const invoked = invoke.compile<Invoke>('invoke', 'request, context');
  const invokeName = handle.refer(invoked, 'invoke');
  let result = `${invokeName}(request, context)`;
  for (const interceptor of interceptors.toReversed()) {
    result = `${handle.refer(interceptor, 'interceptor')}(context, context, () => ${result})`;
  }
  const finishName = handle.refer(finish, 'finish');
  handle.line(`const result = ${result};`);
  handle.line(`if (typeof result === 'object' && result !== null && typeof result.then === 'function') {`);
  handle.line(
    `result.then((value) => ${handle.refer(end, 'end')}(${finishName}, reply, value, context), (error) => ${handle.refer(fail, 'fail')}(reply, error, context));`,
  );
  handle.line('} else {');
  handle.line(`${finishName}(reply, result, context);`);
  handle.line('}');
  return {
    handle: handle.compile('handle', 'request, reply'),
    show: compileShow(invoked, finish),
    source: `${handle.text('handle', 'request, reply')}\n\n${invoke.text('invoke', 'request, context')}`,
  };
}

/** Gives the call of a controller's method with a list of values. */
function callWith({ handler }: RouteModel, { give }: Access): (values: unknown[], context: RequestContext) => unknown {
  const call = (instance: unknown, values: unknown[]): unknown =>
    (instance as Record<string, (...values: unknown[]) => unknown>)[handler]?.(...values);
  return (values, context) => {
    const instance = give(context);
    return isPromise(instance) ? instance.then((made) => call(made, values)) : call(instance, values);
  };
}

/** Does the same without making code: for `node --disallow-code-generation-from-strings`. */
function composeHandle({ route, controller, readers, pipe, interceptors, finish }: Parts): CompiledHandler {
  const call = callWith(route, controller);
  const { status } = route.reply;
  const requirement = requirementOf(route);
  const pipeAndCall = (values: unknown[], context: RequestContext): unknown => {
    if (pipe === undefined) return call(values, context);
    const piped = pipe(values, context);
    return isPromise(piped)
      ? piped.then((ready) => call(ready as unknown[], context))
      : call(piped as unknown[], context);
  };
  const invoke = (request: FastifyRequest, context: RequestContext): unknown => {
    const values: unknown[] = [];
    for (const { read } of readers) {
      try {
        values.push(read(request, context));
      } catch (error) {
        return collectErrors(error, values.length, values, readers, request, context);
      }
    }
    const mustWait = readers.some(({ waits }, index) => waits !== 'never' && isPromise(values[index]));
    return mustWait ? settle(values).then((ready) => pipeAndCall(ready, context)) : pipeAndCall(values, context);
  };
  const run = interceptors.reduceRight<(request: FastifyRequest, context: RequestContext) => unknown>(
    (next, intercept) => (request, context) => intercept(context, context, () => next(request, context)),
    invoke,
  );
  const handle: Handle = (request, reply) => {
    const context = contextOf(request);
    if (context.isGivenUp) return;
    context.isOwn = true;
    requirement?.(request);
    if (status !== undefined) reply.code(status);
    const result = run(request, context);
    if (isPromise(result)) {
      result.then(
        (value) => end(finish, reply, value, context),
        (error: unknown) => fail(reply, error, context),
      );
    } else finish(reply, result, context);
  };
  return { handle, show: compileShow(invoke, finish), source: undefined };
}

type Invoke = (request: FastifyRequest, context: RequestContext) => unknown;

/** @returns a promise where the method gave one; whoever calls it sees to its errors */
function compileShow(invoke: Invoke, finish: Finish): CompiledHandler['show'] {
  return (request, reply, context) => {
    const result = invoke(request, context);
    if (!isPromise(result)) {
      finish(reply, result, context);
      return undefined;
    }
    return result.then((value) => {
      if (context.isGivenUp) endSource(value);
      else finish(reply, value, context);
    });
  };
}
