import type { FastifyCookieOptions } from '@fastify/cookie';
import type { Override } from '@tenon/core';
import type { ServerOptions } from 'node:http';
import type { ServerOptions as SecureOptions } from 'node:https';
import type { FastifyServerOptions } from 'fastify';
import type { TimeoutOptions } from '../connections/time-limits.js';
import type { RequestContext } from '../contracts/context.js';
import type { Problem } from '../contracts/problem.js';
import type { ContentSecurityPolicy } from '../contracts/security-policy.js';
import type { ShutdownOptions } from '../connections/shutdown-options.js';
import type { CorsOptions } from '../fastify/add-cors.js';
import type { RequestLimits } from '../input/request-limits.js';
import type { LoggingOptions } from '../fastify/pino-logger.js';
import type { OverloadOptions } from '../overload/overload-options.js';
import type { StaticFolder } from '../files/folder-options.js';
import type { HealthOptions } from '../health/health-options.js';
import type { DescriptionOptions } from '../openapi/mount-description.js';
import type { RouteSettings } from '../model/route-settings.js';
import type { UploadSettings } from '../uploads/upload-settings.js';

/** What `createApp` takes. */
export interface AppOptions extends RouteSettings {
  /** The log, or false for none. Default: lines of JSON at the level `LOG_LEVEL`, readable in development. */
  readonly logger?: LoggingOptions | false;
  /** Other origins that may read replies. Default: none. */
  readonly cors?: CorsOptions;
  /**
   * Names by which a development server on this machine may be asked, beside `localhost` and addresses. Not looked at where
   * `NODE_ENV` is `production` or `test`, nor where the server can be reached from elsewhere. Default: the hosts of routes.
   */
  readonly allowedHosts?: readonly string[];
  /** For signed cookies: the secret, or several of which the first one signs. Default: none. */
  readonly cookies?: Pick<FastifyCookieOptions, 'secret' | 'parseOptions'>;
  /** Folders whose files everybody may have, without any guard. Default: none. */
  readonly staticFiles?: readonly StaticFolder[];
  /**
   * Where pages may get scripts, styles, images and all else from: directives that take the place of the default ones, or false
   * for no policy at all. Default: their own origin, and styles and fonts of any host by HTTPS.
   */
  readonly contentSecurityPolicy?: ContentSecurityPolicy | false;
  /** How large a body may be, in bytes. Default: 1 MiB. */
  readonly bodyLimit?: number;
  /** How long a client and a handler may take. Default: as each of them says. */
  readonly timeouts?: TimeoutOptions;
  /** What holds for files of forms: how large they may be, how many, and where they go. Default: see there. */
  readonly uploads?: UploadSettings;
  /** How much else a request may bring. Default: see `RequestLimits`. */
  readonly limits?: RequestLimits;
  /**
   * Which proxies to believe about the client's address, host and protocol: addresses, networks (`10.0.0.0/8`), `loopback`,
   * `linklocal` and `uniquelocal`. Default: none.
   */
  readonly trustProxy?: string | readonly string[];
  /** The status of input that is not valid. Default: 422. */
  readonly validationStatus?: number;
  /** Turns errors of the application's own into ones for clients: give an `HttpException`, or nothing to leave it, or a promise of it. */
  readonly mapError?: (error: unknown, context: RequestContext) => unknown;
  /**
   * Makes the whole body of error replies, in place of RFC 9457's and of pages; undefined leaves an error to these. It is not
   * waited for.
   */
  readonly renderProblem?: (problem: Problem, error: unknown, context: RequestContext) => unknown;
  /**
   * Whether a form may ask for PUT, PATCH or DELETE by `?_method=…`, which browsers' forms cannot. Default: where a route has
   * `@Form` or `@Render`.
   */
  readonly methodOverride?: boolean;
  /** How the description of the API is shown, or false. Default: in development, at `/openapi.json` and `/docs`. */
  readonly openApi?: DescriptionOptions | false;
  /** Whether replies to unexpected errors tell what they say. Default: unless `NODE_ENV` is `production`. */
  readonly showErrors?: boolean;
  /** When requests are refused because there are more than can be served; false for never. */
  readonly overload?: OverloadOptions | false;
  /** How the application tells that it is well; false to tell nothing. Default: at `/health/live` and `/health/ready`. */
  readonly health?: HealthOptions | false;
  /**
   * What becomes of a rejected promise that a request has left to nobody: it is logged with its route, or it ends the
   * process, as Node would have it. What belongs to no request ends the process in any case. Default: `'log'`.
   */
  readonly onUnhandledRejection?: 'log' | 'exit';
  /** What a test puts in the place of providers and modules. Default: nothing. */
  readonly override?: readonly Override[];
  /** How long a hook or an asynchronous factory may take, in milliseconds; 0 means without limit. Default: 30,000. */
  readonly timeoutMs?: number;
  /** How the server ends. Default: as `ShutdownOptions` says. */
  readonly shutdown?: ShutdownOptions;
  /** Whatever else Fastify itself takes, such as `https: { key, cert }`. */
  readonly fastify?: FastifyServerSettings;
}

/** What Fastify takes for any of its servers: each has a type of its own there. */
export type FastifyServerSettings = FastifyServerOptions & {
  readonly http?: ServerOptions | null;
  /** `allowHTTP1` is for `http2: true`: clients of HTTP/1 are served as well. */
  readonly https?: (SecureOptions & { readonly allowHTTP1?: boolean }) | null;
  readonly http2?: boolean;
  /** After how long without a stream a session of HTTP/2 ends, in milliseconds. */
  readonly http2SessionTimeout?: number;
};
