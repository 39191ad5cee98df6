import { randomBytes } from 'node:crypto';
import { fastify as createFastify, type FastifyInstance, type FastifySchema, type RouteHandlerMethod } from 'fastify';
import { type DescribedApp, openApi, type OpenApiOptions } from './open-api.js';

/** How an application shows what it answers to. */
export interface DescriptionOptions extends OpenApiOptions {
  /** Whether it is shown at all. Default: unless `NODE_ENV` is `production`. */
  readonly served?: boolean;
  /** Where the document is. It stands behind no prefix. Default: `/openapi.json`. */
  readonly path?: string;
  /** Where the page is, or false for none. Default: `/docs`. */
  readonly page?: string | false;
}

/**
 * Mounts the document, and a page on which people read it and send requests, unless the application answers at these paths
 * itself.
 *
 * They are raw routes: no guard, interceptor or prefix of the application comes before them. Nothing is made or loaded before
 * somebody asks for it.
 */
export function mountDescription(fastify: FastifyInstance, app: DescribedApp, options: DescriptionOptions): void {
  const { served = process.env['NODE_ENV'] !== 'production', path = '/openapi.json', page = '/docs' } = options;
  if (!served || fastify.hasRoute({ method: 'GET', url: path })) return;
  let text: string | undefined;
  mount(fastify, path, (_, reply) => {
    reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache');
    reply.send((text ??= JSON.stringify(openApi(app, options))));
  });
  if (page === false || page === path || fastify.hasRoute({ method: 'GET', url: page })) return;
  const viewer = new Viewer(page, path);
  for (const url of [page, `${page}/*`]) {
    mount(fastify, url, async (request, reply) => {
      const answer = await viewer.answer(request.url);
      await reply.code(answer.status).headers(answer.headers).send(answer.body);
    });
  }
}

function mount(fastify: FastifyInstance, url: string, handler: RouteHandlerMethod): void {
  const schema = { hide: true } as FastifySchema; // For plugins that describe an API as well.
  const method = fastify.hasRoute({ method: 'HEAD', url }) ? 'GET' : ['GET', 'HEAD'];
  fastify.route({ method, url, schema, config: {}, exposeHeadRoute: false, handler });
}

/** What the page of an API is answered with. */
interface ViewerAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The page, from a server of its own, which nobody but us can ask: so it is loaded when somebody wants to see it. */
class Viewer {
  readonly #page: string;
  readonly #document: string;
  readonly #nonce = randomBytes(12).toString('base64url');
  #server: Promise<FastifyInstance | undefined> | undefined;

  constructor(page: string, document: string) {
    this.#page = page;
    this.#document = document;
  }

  async answer(url: string): Promise<ViewerAnswer> {
    const server = await (this.#server ??= this.#start());
    if (server === undefined) {
      const body = `This page needs its viewer: npm install --save-dev ${VIEWER}\nThe document itself is at ${this.#document}.\n`;
      return { status: 501, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
    }
    const { statusCode: status, headers, body } = await server.inject(url);
    const kept = ['content-type', 'location'].flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    });
    return {
      status,
      headers: { ...Object.fromEntries(kept), 'content-security-policy': policyFor(this.#nonce) },
      // Without an icon a browser asks for one elsewhere in the application, and tells of an error.
      body:
        headers['content-type']?.startsWith('text/html') === true ? body.replace('<head>', `<head>${NO_ICON}`) : body,
    };
  }

  async #start(): Promise<FastifyInstance | undefined> {
    let viewer;
    try {
      ({ default: viewer } = await import('@scalar/fastify-api-reference'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined;
      throw error;
    }
    const server = createFastify();
    await server.register(viewer, {
      routePrefix: this.#page as `/${string}`,
      configuration: { ...VIEWER_SETTINGS, url: this.#document, nonce: this.#nonce },
    });
    await server.ready();
    return server;
  }
}

const NO_ICON = '<link rel="icon" href="data:," />';

const VIEWER = '@scalar/fastify-api-reference';

/** Nothing is loaded from elsewhere, and nothing is told elsewhere. */
const VIEWER_SETTINGS = {
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: 'never',
  // The button would take the document to a page of the viewer's makers.
  hideClientButton: true,
} as const;

function policyFor(nonce: string): string {
  return `default-src 'self'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'`;
}
