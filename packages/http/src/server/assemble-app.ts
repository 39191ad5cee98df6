import cookie from '@fastify/cookie';
import {
  type ApplicationContext,
  type Class,
  currentHost,
  ERROR_MAPPING,
  type ErrorMapping,
  HEALTH_CHECK,
  Logger,
  type ServedRequest,
} from '@tenon/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ConstraintContainer } from '@tenon/dto';
import type { ErrorSettings } from '../compile/compile-errors.js';
import { compileFilters } from '../compile/compile-filters.js';
import { type CompileSettings, RoutePlan } from '../compile/compile-route.js';
import type { Pages } from '../compile/pages.js';
import type { PreparedGuards } from '../compile/prepare-guards.js';
import { thrownOf } from '../compile/thrown-value.js';
import { CONTEXT, RequestContext, type WithContext } from '../contracts/context.js';
import { FORM_MEMORY } from '../contracts/failed-form.js';
import { PAGE_WRITER } from '../contracts/page-writer.js';
import { logCrashes } from '../fastify/crash-log.js';
import { surviveLostRejections } from '../fastify/lost-rejections.js';
import { addBodyParsers } from '../fastify/body-parsers.js';
import { defaultVersion, versionReader } from '../fastify/constraints.js';
import { mountFolders } from '../fastify/mount-folders.js';
import { type MountedConfig, mountRoutes } from '../fastify/mount-routes.js';
import type { Assets } from '../files/assets.js';
import { answerNotFound } from '../fastify/not-found.js';
import { composeMapping } from '../compile/compose-mapping.js';
import { CheckRunner } from '../health/check-runner.js';
import { mountHealth } from '../health/mount-health.js';
import type { RoutesReading } from '../model/read-routes.js';
import { mountDescription } from '../openapi/mount-description.js';
import { TemporaryFolder } from '../uploads/temporary-folder.js';
import { limitsOf } from '../uploads/upload-settings.js';
import { App } from './app.js';
import type { AppOptions } from './app-options.js';
import { checkCookieSecret } from './check-cookies.js';
import type { Server } from './create-server.js';
import { unscoped } from './unscoped.js';
import type { Urls } from './url-for.js';

/** Puts together what has been checked: what answers requests, and what mounts it. */
export function assembleApp(
  { fastify, finder, limits, watch, phase, drain, seesObjects }: Server,
  context: ApplicationContext,
  { routes, filters }: RoutesReading,
  prepared: PreparedGuards,
  urls: Urls,
  assets: Assets,
  options: AppOptions,
): App {
  const mappings: ErrorMapping[] = [];
  const pages: Pages = { writer: undefined, memory: undefined };
  const { validationStatus = 422 } = options;
  const errors: ErrorSettings = {
    map: composeMapping(options.mapError, validationStatus, mappings),
    render: options.renderProblem,
    showsInternals: options.showErrors ?? process.env['NODE_ENV'] !== 'production',
    page: currentHost().pageOf,
    validationStatus,
    pages,
  };
  const { unknown = 'strip', uploads } = options;
  const folder = new TemporaryFolder(uploads?.directory);
  const { depth, keys, items } = limits;
  const settings: CompileSettings = {
    app: context,
    input: { unknown, constraints: constraintsOf(context), limits: { depth, keys, items } },
    errors,
    phase,
    prepared,
    pages,
    forms: { limits: limitsOf(uploads), maxTextSize: fastify.initialConfig.bodyLimit ?? 1024 * 1024, unknown, folder },
  };
  const plans = routes.map((route) => new RoutePlan(Object.freeze(route), settings));
  linkForms(plans);
  const answerOther = compileFilters(filters, context, errors);
  const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const thrown = thrownOf(error);
    const served = (request as unknown as Partial<WithContext>)[CONTEXT] ?? beginContext(request, reply, context);
    const plan = (request.routeOptions.config as MountedConfig).tenonPlan;
    // Of what has failed before any of it was sent, such as a stream that a plugin was to compress.
    reply.removeHeader('content-encoding');
    (plan?.answerError ?? answerOther)(thrown, reply, served);
  };
  const served = (): ServedRequest | undefined => context.requests.getStore();
  const ends: (() => void)[] = [];
  if (options.logger !== false) ends.push(logCrashes(served));
  // Without a port, as in a test or a command, a rejection that nobody handles is to be heard.
  fastify.addHook('onListen', (done) => {
    if (options.onUnhandledRejection !== 'exit') ends.push(surviveLostRejections(served));
    done();
  });
  fastify.addHook('onClose', (_, done) => {
    for (const end of ends) end();
    done();
  });
  const takesForms = plans.some((plan) => plan.takesForm);
  if (takesForms) fastify.addHook('onClose', () => folder.remove());
  fastify.setErrorHandler(answerError);
  mountWhenReady(fastify, async () => {
    mappings.push(...(await context.resolve(ERROR_MAPPING)));
    [pages.writer] = await context.resolve(PAGE_WRITER);
    [pages.memory] = await context.resolve(FORM_MEMORY);
    const version = versionReader(options.versioning);
    answerNotFound(fastify, ({ headers }) => version(headers));
    const wantsCookies = routes.some((route) => route.arguments.some(({ source }) => source === 'cookie'));
    if (wantsCookies && !fastify.hasReplyDecorator('setCookie')) await fastify.register(cookie);
    checkCookieSecret(fastify, routes);
    if (options.staticFiles) mountFolders(fastify, options.staticFiles, assets);
    addBodyParsers(fastify, limits, takesForms);
    mountRoutes(fastify, plans, { hasRawHead: finder.hasRawHead(), seesObjects: seesObjects() });
    if (options.health !== false) {
      const runner = new CheckRunner(await context.resolve(HEALTH_CHECK), context.get(Logger).named('HealthChecks'));
      // Whatever a check begins, such as a connection, belongs to no request.
      const report = (): ReturnType<typeof runner.report> => context.requests.exit(() => runner.report());
      mountHealth(fastify, options.health ?? {}, { phase, errors, report });
    }
    if (options.openApi !== false) mountDescription(fastify, app, options.openApi ?? {});
    // Behind the hooks of all plugins: what they prepare is ready by then.
    fastify.addHook('onReady', (done) => {
      phase.enter('ready');
      done();
    });
  });
  fastify.addHook('onReady', (done) => {
    watch.start(routes);
    done();
  });
  fastify.addHook('onClose', (_, done) => {
    watch.stop();
    done();
  });
  finder.usePlans(plans);
  const described = {
    validationStatus: errors.validationStatus,
    hasOwnProblems: errors.render !== undefined,
    unknown,
    ...(options.versioning?.type === 'header' && {
      versions: { header: options.versioning.header.toLowerCase(), usual: defaultVersion(options.versioning) },
    }),
    ...(options.openApi && { options: options.openApi }),
  };
  const app = new App({ fastify, context, plans, urls, finder, phase, drain, described });
  return app;
}

/** Tells routes that take forms which routes show them. */
function linkForms(plans: readonly RoutePlan[]): void {
  for (const plan of plans) {
    const { form, controller } = plan.model;
    if (form?.shownBy === undefined) continue;
    plan.shownBy = plans.find(
      ({ model }) => model.controller === controller && model.handler === form.shownBy && model.methods.includes('GET'),
    );
  }
}

/**
 * Lets class-validator's constraint classes have dependencies.
 *
 * One without a decorator is made once, as class-validator makes it. It is asked for at every validation, so that what was
 * not found once is not looked for again.
 */
function constraintsOf(context: ApplicationContext): ConstraintContainer {
  const undecorated = new Map<unknown, unknown>();
  return {
    get: <T>(constraint: Class<T>): T => {
      const known = undecorated.get(constraint);
      if (known !== undefined) return known as T;
      try {
        return context.get(constraint);
      } catch (error) {
        // It wants something that it cannot be given.
        if (constraint.length > 0) throw error;
        const made = new constraint();
        undecorated.set(constraint, made);
        return made;
      }
    },
  };
}

/**
 * Mounts routes behind all plugins, so that those that watch `onRoute` see every route. Whatever needs a server that is
 * ready, such as `listen` and `inject`, calls `ready` first.
 */
function mountWhenReady(fastify: FastifyInstance, mount: () => Promise<void>): void {
  // oxlint-disable-next-line typescript/unbound-method -- it is called on the instance
  const ready = fastify.ready as (...given: unknown[]) => unknown;
  let isMounting = false;
  fastify.ready = function mountFirst(this: FastifyInstance, ...given: unknown[]) {
    if (!isMounting) {
      isMounting = true;
      void fastify.register(unscoped(mount));
    }
    return ready.apply(this, given);
  } as typeof fastify.ready;
}

/** Begins the context of a request that no hook has seen, such as one whose path cannot be decoded. */
function beginContext(request: FastifyRequest, reply: FastifyReply, app: ApplicationContext): RequestContext {
  const context = new RequestContext(request, reply, app);
  (request as unknown as WithContext)[CONTEXT] = context;
  reply.raw.once('close', () => context.end());
  return context;
}
