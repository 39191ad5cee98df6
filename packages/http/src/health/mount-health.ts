import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import { type ErrorSettings, sendProblem } from '../compile/compile-errors.js';
import { contextOf } from '../contracts/context.js';
import { ServiceUnavailableException } from '../contracts/http-exception.js';
import type { ServerPhase } from '../contracts/server-phase.js';
import type { CheckRunner, HealthReport } from './check-runner.js';
import { type HealthOptions, healthPath } from './health-options.js';

/** What the answers about health are made from. */
export interface HealthParts {
  readonly phase: ServerPhase;
  readonly errors: ErrorSettings;
  /** Gives how the checks have gone, outside of any request. */
  readonly report: CheckRunner['report'];
}

/** What stands in the configuration of a route that pollers ask: its requests are no news in the log. */
export interface PolledConfig {
  readonly tenonIsPolled?: boolean;
}

const PHASES: Readonly<Record<string, string>> = {
  starting: 'The application is starting.',
  closing: 'The application is closing.',
  closed: 'The application is closing.',
};

/**
 * Mounts the two routes that tell how an application is, unless it answers at these paths itself.
 *
 * They are raw routes: no guard, interceptor or prefix of the application comes before them.
 */
export function mountHealth(fastify: FastifyInstance, options: HealthOptions, parts: HealthParts): void {
  const { details = process.env['NODE_ENV'] !== 'production' } = options;
  const path = healthPath(options);
  mount(fastify, `${path}/live`, (_, reply) => sendWell(reply, { status: 'live' }));
  mount(fastify, `${path}/ready`, async (request, reply) => {
    const { phase, errors, report } = parts;
    const context = contextOf(request);
    const isTold = typeof details === 'function' ? await details(context) : details;
    const refuse = (detail: string, code: string, extensions = {}): void => {
      sendProblem(reply, new ServiceUnavailableException(detail, { code, extensions }), context, errors);
    };
    const { now } = phase;
    if (now !== 'ready') return refuse(PHASES[now] ?? '', now === 'starting' ? 'starting' : 'closing');
    const { isHealthy, results } = await report();
    const shown = isTold && results.length > 0 ? { checks: shownOf(results) } : {};
    // It may have begun to close while the checks ran.
    if (!phase.isReady) return refuse(PHASES['closing'] as string, 'closing');
    if (!isHealthy) return refuse('A health check fails.', 'check-failed', shown);
    return sendWell(reply, { status: 'ready', ...shown });
  });
}

function shownOf(results: HealthReport['results']): readonly object[] {
  return results.map(({ name, isHealthy, ...rest }) => ({ name, status: isHealthy ? 'passes' : 'fails', ...rest }));
}

function sendWell(reply: FastifyReply, body: object): void {
  reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
}

/** Plugins that count requests let these pass. */
const POLLED: PolledConfig & { readonly rateLimit: false } = { tenonIsPolled: true, rateLimit: false };

type Answer = (request: FastifyRequest, reply: FastifyReply) => void | Promise<void>;

function mount(fastify: FastifyInstance, url: string, answer: Answer): void {
  // The application answers here itself.
  if (fastify.hasRoute({ method: 'GET', url })) return;
  fastify.route({
    method: fastify.hasRoute({ method: 'HEAD', url }) ? 'GET' : ['GET', 'HEAD'],
    url,
    config: POLLED,
    // Descriptions of an API leave it out.
    schema: { hide: true } as FastifySchema,
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      reply.header('cache-control', 'no-store');
      await answer(request, reply);
      return reply;
    },
  });
}
