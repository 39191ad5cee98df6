import type { ApplicationContext, ApplicationModel, InjectionToken, MultiToken } from '@tenon/core';
import { currentHost, TenonError } from '@tenon/core';
import type { FastifyInstance, FastifyRegister, InjectOptions, LightMyRequestResponse } from 'fastify';
import type { RoutePlan } from '../compile/compile-route.js';
import type { Drain } from '../connections/drain.js';
import type { RouteModel } from '../contracts/route-model.js';
import type { ServerPhase } from '../contracts/server-phase.js';
import * as faults from '../errors.js';
import type { DescribedApp } from '../openapi/open-api.js';
import type { PlanFinder } from '../fastify/plan-finder.js';
import { explainRoute, listRoutes, type RouteExplanation, type RouteList } from './explain-route.js';
import { ServerConfig } from './server-config.js';
import type { Urls } from './url-for.js';

/** What an application is made of. @internal */
export interface AppParts {
  readonly fastify: FastifyInstance;
  readonly context: ApplicationContext;
  readonly plans: readonly RoutePlan[];
  readonly urls: Urls;
  readonly finder: PlanFinder;
  readonly phase: ServerPhase;
  readonly described: DescribedApp['described'];
  readonly drain: Drain;
}

/** Where a server listens. */
export interface ListenOptions {
  /** Default: `HOST`, else `127.0.0.1`. */
  readonly host?: string;
  /** 0 for any that is free. Default: `PORT`, else 3000. */
  readonly port?: number;
  /** Whether SIGINT and SIGTERM close the application and end the process. Default: true. */
  readonly signals?: boolean;
}

/**
 * A running application with HTTP. Made by `createApp`.
 *
 * @example
 * const app = await createApp(AppModule);
 * await app.listen();
 */
export class App implements AsyncDisposable {
  /** Fastify itself: all that it can do is there. */
  readonly fastify: FastifyInstance;
  /** The application without HTTP: its providers, its graph, its model. */
  readonly context: ApplicationContext;
  /** What a description of the application has to know beside its routes. @internal */
  readonly described: DescribedApp['described'];
  readonly #plans: readonly RoutePlan[];
  readonly #finder: PlanFinder;
  readonly #phase: ServerPhase;
  readonly #drain: Drain;
  #closing: Promise<void> | undefined;

  /** @internal */
  constructor({ fastify, context, plans, urls, finder, phase, drain, described }: AppParts) {
    this.described = described;
    this.fastify = fastify;
    this.context = context;
    this.#plans = plans;
    this.#finder = finder;
    this.#phase = phase;
    this.#drain = drain;
    this.urlFor = urls.for.bind(urls);
    this.register = (...given: readonly unknown[]) => {
      void (fastify.register as (...all: readonly unknown[]) => unknown)(...given);
      return this;
    };
    fastify.addHook('preClose', async () => {
      if (this.#closing !== undefined) return;
      // Somebody closes Fastify itself.
      phase.enter('closing');
      await drain.finish().catch((error: unknown) => fastify.log.error({ err: error }, 'The server was not drained.'));
    });
    fastify.addHook('onClose', async () => {
      if (this.#closing === undefined) await (this.#closing = context.close());
      phase.enter('closed');
    });
  }

  /**
   * Registers a plugin of Fastify's, and gives the application. Routes are mounted after all plugins, so that each of
   * them sees every route.
   */
  readonly register: FastifyRegister<this>;

  /** Loads all plugins and mounts all routes. `listen` and `inject` do it as well. */
  async ready(): Promise<this> {
    await this.fastify.ready();
    return this;
  }

  /**
   * Listens for requests.
   *
   * @returns the URL, such as `http://127.0.0.1:3000`
   * @throws TenonError `TENON_HTTP_PORT_TAKEN`
   */
  async listen(options: ListenOptions = {}): Promise<string> {
    const config = this.context.get(ServerConfig);
    const { host = config.host, port = config.port, signals = true } = options;
    // Before the log says that it listens: whoever waits for that line may send a signal at once.
    if (signals) this.context.closeOnSignals(undefined, () => this.#closeOnSignal());
    const { hold } = currentHost();
    try {
      const held = hold && (await hold(this.fastify.server, { host, port }));
      if (!held) return await this.fastify.listen({ host, port });
      await this.fastify.listen({ ...held.at, listenTextResolver: () => `Server listening at ${held.url}` });
      return held.url;
    } catch (cause) {
      await this.close().catch(() => undefined); // What stopped it from listening says more.
      if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
      throw new TenonError([faults.portTaken({}, { host, port, cause })]);
    }
  }

  /** Sends a request without a network, as light-my-request does. */
  inject(request: string | InjectOptions): Promise<LightMyRequestResponse> {
    return this.fastify.inject(request);
  }

  /** Gives a singleton or a new transient, as `ApplicationContext.get` does. */
  get<T>(token: InjectionToken<T>): T;
  get<T>(token: MultiToken<T>): T[];
  get(token: unknown): unknown {
    return this.context.get(token as InjectionToken);
  }

  /** Gives what `get` gives, and waits for it if need be. */
  resolve<T>(token: InjectionToken<T>): Promise<T>;
  resolve<T>(token: MultiToken<T>): Promise<T[]>;
  resolve(token: unknown): Promise<unknown> {
    return this.context.resolve(token as InjectionToken);
  }

  /** The checked graph, as frozen plain data. */
  get model(): ApplicationModel {
    return this.context.model;
  }

  /** The model of every route, for OpenAPI and the like. */
  get routeModels(): readonly RouteModel[] {
    return this.#plans.map(({ model }) => model);
  }

  /** Gives all decorated routes, sorted by path; `String(app.routes())` is a table. */
  routes(): RouteList {
    return listRoutes(this.#plans.map(({ model }) => model));
  }

  /**
   * Tells all that runs for one request, in its order, and where each comes from; `String(…)` prints it.
   *
   * @param url - a concrete path: `/orders/1`
   * @param request - the host and the version in a header, where routes are told apart by them
   * @returns undefined if no decorated route answers
   */
  explain(
    method: string,
    url: string,
    request: { readonly host?: string; readonly version?: string } = {},
  ): RouteExplanation | undefined {
    const plan = this.#finder.find(method, url, request);
    return plan && explainRoute(plan, this.routeModels);
  }

  /** Makes the URL of a route; see `Urls.for`. */
  readonly urlFor: Urls['for'];

  /**
   * Ends everything: `onClosing` hooks, then what was accepted is finished, then `onShutdown` hooks. There is no readiness
   * window: that is for signals.
   *
   * @throws TenonError `TENON_HTTP_ABANDONED` if something was not answered within the drain limit; what hooks throw
   */
  close(): Promise<void> {
    this.#phase.enter('closing');
    this.#drain.hurry();
    return (this.#closing ??= this.context.close(async () => {
      try {
        await this.#drain.finish();
      } finally {
        await this.fastify.close();
      }
    }));
  }

  /** Closes when whoever shares out requests has had the time to notice. */
  async #closeOnSignal(): Promise<void> {
    this.#phase.enter('closing');
    await this.#drain.wait();
    await this.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
