import type { AbstractClass, Place, ProviderModel } from '@tenon/core';
import type { ContextKey } from './context.js';
import type { ParameterInfo } from './enhancers.js';
import type { StandardSchema } from './standard-schema.js';

/** A route as plain data: what answers, what runs before and after, what goes in and out. Frozen once it is checked. */
export interface RouteModel {
  readonly controller: AbstractClass;
  /** How the container makes the controller. */
  readonly provider: ProviderModel;
  /** The method's name. */
  readonly handler: string;
  /** `GET` and its like; a route that answers GET answers HEAD too. */
  readonly methods: readonly string[];
  /** The whole path with prefix and version, as Fastify takes it: `/v1/orders/:id`. */
  readonly path: string;
  /** Chosen by a header; undefined where there is none, or where it stands in the path. */
  readonly version: string | undefined;
  /** What the request's host must be. */
  readonly host: string | RegExp | undefined;
  /** For `urlFor`. */
  readonly name: string | undefined;
  /** In the order of the parameters. */
  readonly arguments: readonly ArgumentModel[];
  /** In the order in which they run. */
  readonly guards: readonly EnhancerModel[];
  /** The outermost first. */
  readonly interceptors: readonly EnhancerModel[];
  /** In the order in which they are asked: the method's first. */
  readonly filters: readonly FilterModel[];
  readonly hooks: readonly HookModel[];
  readonly reply: ReplyModel;
  /** Of a route that takes a form, by `@Form`; undefined for others. */
  readonly form: FormModel | undefined;
  /** In bytes; undefined for the application's. */
  readonly bodyLimit: number | undefined;
  /** How long it may take, in milliseconds, 0 for without limit; undefined for as long as the application says. */
  readonly timeoutMs: number | undefined;
  /** What plugins of Fastify's read of a route, by `@RouteConfig`. */
  readonly config: Readonly<Record<string, unknown>> | undefined;
  /** What else Fastify and its plugins take of a route, by `@FastifyOptions`. */
  readonly options: Readonly<Record<string, unknown>> | undefined;
  readonly place: Place | undefined;
  /** What `@Describe` says of it for readers. */
  readonly notes: RouteNotes;
}

/** What a user says of a route for readers of its description. It changes nothing of what the route does. */
export interface RouteNotes {
  /** In a few words. Default: the method's name in words. */
  readonly summary?: string;
  /** In sentences; Markdown. */
  readonly description?: string;
  readonly deprecated?: boolean;
  /** What the route stands under. Default: the controller's name in words. */
  readonly tag?: string;
  /** What stands beside the tag; Markdown. Of a controller. */
  readonly tagDescription?: string;
  /** The route's name in the document, and of the client's function; unique. Default: made of controller and method. */
  readonly id?: string;
  /** Statuses that the handler answers with beside those which are known, such as 409. */
  readonly errors?: readonly number[];
  /** Leaves it out of the description. */
  readonly isHidden?: boolean;
}

/** How a guard wants clients to say who they are: a security scheme object of OpenAPI 3.1. */
export type SecurityScheme =
  | { readonly type: 'http'; readonly scheme: string; readonly bearerFormat?: string; readonly description?: string }
  | {
      readonly type: 'apiKey';
      readonly in: 'header' | 'query' | 'cookie';
      readonly name: string;
      readonly description?: string;
    }
  | { readonly type: 'openIdConnect'; readonly openIdConnectUrl: string; readonly description?: string }
  | { readonly type: 'oauth2'; readonly flows: Readonly<Record<string, unknown>>; readonly description?: string };

/** A security scheme and its name. */
export interface NamedSecurity {
  readonly name: string;
  readonly scheme: SecurityScheme;
  /** Whether who says nothing may come in as well. */
  readonly isOptional: boolean;
}

/** Where an enhancer was declared. */
export type EnhancerLevel = 'app' | 'controller' | 'method' | 'parameter';

/** A guard, interceptor or pipe of a route. */
export interface EnhancerModel {
  readonly name: string;
  readonly level: EnhancerLevel;
  /** For a class: how the container makes it. */
  readonly provider: ProviderModel | undefined;
  /** A function, or an object that was made elsewhere. */
  readonly given: unknown;
  /** What it passes on, by `@Provides`. */
  readonly provides: readonly ContextKey<unknown>[];
  /** Whether a guard waits for the body. */
  readonly readsBody: boolean;
  /** How a guard wants clients to say who they are, by `@Security`. */
  readonly security: NamedSecurity | undefined;
  /** Statuses that a guard answers with beside 401 and 403, by `@Describe`. */
  readonly errors: readonly number[];
}

/** A filter of a route, and the errors that it gets. */
export interface FilterModel extends EnhancerModel {
  /** Empty for all. */
  readonly catches: readonly AbstractClass[];
}

/** One of Fastify's own hooks. */
export interface HookModel {
  readonly hook: string;
  readonly call: (...parameters: never[]) => unknown;
}

/** Where an argument comes from. */
export type ArgumentSource =
  | 'body'
  | 'form'
  | 'file'
  | 'query'
  | 'path'
  | 'header'
  | 'cookie'
  | 'raw body'
  | 'ip'
  | 'host'
  | 'request'
  | 'reply'
  | 'signal'
  | 'last event id'
  | 'context'
  | 'custom';

/** What one parameter of a handler gets. */
export interface ArgumentModel {
  readonly source: ArgumentSource;
  /** Its name in the source; undefined for all of it. */
  readonly name: string | undefined;
  readonly type: ArgumentType;
  /** Whether it may be absent. */
  readonly isOptional: boolean;
  /** What happens to properties that nobody declared; undefined for what the application says. */
  readonly unknown: UnknownProperties | undefined;
  readonly groups: readonly string[] | undefined;
  readonly pipes: readonly EnhancerModel[];
  readonly info: ParameterInfo;
  /** Of `@FromContext`. */
  readonly key: ContextKey<unknown> | undefined;
  /** Of `createParamDecorator`. */
  readonly custom: ((data: never, context: never) => unknown) | undefined;
  /** Whether a cookie is signed. */
  readonly isSigned: boolean;
}

/** A form that a route takes, from a browser that has no other way to send something. */
export interface FormModel {
  /** The class that says what its fields may be; undefined for a schema. */
  readonly target: (new () => object) | undefined;
  /** The handler of the same controller that shows it, and shows it again when it is refused. */
  readonly shownBy: string | undefined;
  /** Whether it has files: `multipart/form-data`. */
  readonly hasFiles: boolean;
}

/** What happens to properties of a DTO's input that nobody declared. */
export type UnknownProperties = 'strip' | 'reject' | 'keep';

export type PrimitiveKind = 'string' | 'number' | 'boolean' | 'bigint' | 'date';

/** What an argument is converted and validated as. */
export type ArgumentType =
  | { readonly kind: 'dto'; readonly target: new () => object; readonly isList: boolean }
  | { readonly kind: 'primitive'; readonly primitive: PrimitiveKind; readonly isList: boolean }
  | { readonly kind: 'enum'; readonly values: readonly unknown[]; readonly isList: boolean }
  | { readonly kind: 'schema'; readonly schema: StandardSchema }
  | FileModel
  | { readonly kind: 'as it is' };

/** A reply that is a stream of events, `text/event-stream`. */
export interface EventsModel {
  /** How long there may be silence before a comment is sent, in milliseconds; 0 for as long as there is. */
  readonly heartbeatMs: number;
}

/** A file of a form, or several. */
export interface FileModel {
  readonly kind: 'file';
  readonly isList: boolean;
  /** In bytes; undefined for what the application says. */
  readonly maxSize: number | undefined;
  /** Of a list; undefined for what the application says. */
  readonly maxFiles: number | undefined;
  /** The media types that the content may be of, such as `image/*`; empty for all. */
  readonly types: readonly string[];
  /** `auto` is memory for small files, and disk for others. */
  readonly to: 'auto' | 'memory' | 'disk' | 'handler' | 'sink';
  readonly sink: EnhancerModel | undefined;
}

/** What becomes of what a handler returns. */
export interface ReplyModel {
  /** Undefined for 200, or 204 where nothing is returned. */
  readonly status: number | undefined;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly redirect: { readonly url: string; readonly status: number } | undefined;
  /** Of `@Sse`; undefined for a reply that is no stream of events. */
  readonly events: EventsModel | undefined;
  /** As what the returned value is shown, or the data of each event. */
  readonly view:
    | { readonly target: new () => object; readonly isList: boolean; readonly groups: readonly string[] | undefined }
    | undefined;
  /** The view that shows the returned value, by `@Render`; with `view` beside it, to those alone who would rather have a page. */
  readonly page: string | undefined;
  /** The type that the handler returns, as the compiler emitted it: `String`, `Promise`, `Object`; undefined for none. */
  readonly returned: unknown;
}
