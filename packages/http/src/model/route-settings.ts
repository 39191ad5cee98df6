import type { FilterReference, GuardReference, InterceptorReference, PipeReference } from '../contracts/enhancers.js';
import type { UnknownProperties } from '../contracts/route-model.js';
import type { RouteVersion } from '../decorators/controller.js';

/** How a client says which version of a route it wants. */
export type Versioning =
  | {
      /** In the path: `/v1/orders`. */
      readonly type: 'uri';
      /** What stands before the version. Default: `v`. */
      readonly prefix?: string;
      /** Of routes that say none. Default: none, and they stand without a version in the path. */
      readonly default?: RouteVersion;
    }
  | {
      /** In a header. */
      readonly type: 'header';
      /** The header's name, such as `X-Api-Version`. */
      readonly header: string;
      /** Of routes that say none; of requests that say none, the first of them. Default: none. */
      readonly default?: RouteVersion;
    };

/** A prefix for all paths, and what stands without it. */
export interface PrefixOptions {
  readonly path: string;
  /** Whole paths as they would be without the prefix, such as `/health`; with `*` at the end, all that begin so. */
  readonly exclude?: readonly string[];
}

/** What holds for all routes of `@Sse`. */
export interface EventSettings {
  /** How long there may be silence before a comment is sent, in milliseconds; 0 for as long as there is. Default: 15,000. */
  readonly heartbeatMs?: number;
}

/** What holds for all routes of an application. */
export interface RouteSettings {
  /** What all paths begin with. Default: nothing. */
  readonly prefix?: string | PrefixOptions;
  /** Default: versions are not told apart. */
  readonly versioning?: Versioning;
  /** Before those of controllers. Default: none. */
  readonly guards?: readonly GuardReference[];
  /** Around those of controllers. Default: none. */
  readonly interceptors?: readonly InterceptorReference[];
  /** Before those of controllers. Default: none. */
  readonly pipes?: readonly PipeReference[];
  /** Asked after those of controllers. Default: none. */
  readonly filters?: readonly FilterReference[];
  /** What happens to properties of input that nobody declared. Default: `strip`. */
  readonly unknown?: UnknownProperties;
  /** Streams of events. */
  readonly sse?: EventSettings;
}
