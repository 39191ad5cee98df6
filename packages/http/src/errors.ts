import type { Diagnostic, Where } from '@tenon/core';

/*
 * Every fault that @tenon/http finds at boot, with its words. docs/errors.md explains each, and test/errors/ has a golden
 * file for each. Faults of requests are problems (RFC 9457), and none of these.
 */

/** Where a fault stands. */
export interface Site {
  readonly where?: Where | undefined;
  readonly path?: readonly string[] | undefined;
}

type Fault<T = unknown> = (site: Site, facts: T) => Diagnostic;

const list = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

export const notAController: Fault<{ owner: string; module: string }> = (site, { owner, module }) => ({
  code: 'TENON_HTTP_NOT_A_CONTROLLER',
  message: `${module} lists ${owner} in controllers, but it bears no @Controller.`,
  ...site,
  fix: `mark ${owner} with @Controller(), or list it in providers`,
});

export const listedAsProvider: Fault<{ owner: string; module: string }> = (site, { owner, module }) => ({
  code: 'TENON_HTTP_NOT_A_CONTROLLER',
  message: `${module} lists ${owner} in providers, so that its routes would not answer.`,
  ...site,
  fix: `list ${owner} in the controllers of ${module}`,
});

export const notAHandler: Fault<{ handler: string; decorator: string; is: 'static' | 'no method' | 'symbol' }> = (
  site,
  { handler, decorator, is },
) => {
  const problems = { static: 'is static', 'no method': 'is not a method', symbol: 'has no name' };
  const fixes = {
    static: 'remove "static": a handler is called on an instance',
    'no method': 'put it on a method of the controller',
    symbol: 'give the method a name in place of the symbol',
  };
  return {
    code: 'TENON_HTTP_NOT_A_HANDLER',
    message: `@${decorator} stands on ${handler}, which ${problems[is]}.`,
    ...site,
    fix: fixes[is],
  };
};

export const noRoutes: Fault<{ owner: string }> = (site, { owner }) => ({
  code: 'TENON_HTTP_NO_ROUTES',
  message: `${owner} is a controller, but none of its methods answers a request.`,
  ...site,
  fix: `put @Get(), @Post() or another verb on a method of ${owner}, or do not list it in controllers`,
});

export const noVerb: Fault<{ handler: string }> = (site, { handler }) => ({
  code: 'TENON_HTTP_NO_VERB',
  message: `${handler} bears decorators of a route, but none says which requests it answers.`,
  ...site,
  fix: `add @Get(), @Post() or another verb to ${handler}`,
});

export const invalidPath: Fault<{
  /** A controller, a handler, or `createApp`. */
  owner: string;
  what: 'the path' | 'the prefix';
  path: unknown;
  problem: string;
  fix: string;
}> = (site, { owner, what, path, problem, fix }) => ({
  code: 'TENON_HTTP_INVALID_PATH',
  message: `${owner} has ${what} ${typeof path === 'string' ? JSON.stringify(path) : String(path)}, which ${problem}.`,
  ...site,
  fix,
});

export const invalidHost: Fault<{ owner: string; host: unknown; problem: string; fix: string }> = (
  site,
  { owner, host, problem, fix },
) => ({
  code: 'TENON_HTTP_INVALID_HOST',
  message: `${owner} answers for the host ${typeof host === 'string' ? JSON.stringify(host) : String(host)}, which ${problem}.`,
  ...site,
  fix,
});

export const noVersioning: Fault<{ owner: string }> = (site, { owner }) => ({
  code: 'TENON_HTTP_NO_VERSIONING',
  message: `${owner} has a version, but the application does not say how a request asks for one.`,
  ...site,
  fix: "say it: createApp(AppModule, { versioning: { type: 'uri' } }), or { type: 'header', header: 'X-Api-Version' }",
});

export const unusedExclusion: Fault<{ path: string; near: string | undefined }> = (site, { path, near }) => ({
  code: 'TENON_HTTP_UNUSED_EXCLUSION',
  message: `${JSON.stringify(path)} is excluded from the prefix, but no route has that path.${near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`}`,
  ...site,
  fix: 'name a whole path as it is without the prefix, or all that begin alike: /health/*',
});

export const duplicateRoute: Fault<{ route: string; handlers: readonly string[]; places: readonly string[] }> = (
  site,
  { route, handlers, places },
) => ({
  code: 'TENON_HTTP_DUPLICATE_ROUTE',
  message: `${route} is answered by ${list(handlers)}${places.length > 0 ? `, declared at ${list(places)}` : ''}.`,
  ...site,
  fix: 'change the path, the verb, the version or the host of one of them; names and patterns of parameters make no difference',
});

export const unreachableRoute: Fault<{ route: string; handler: string; other: string; otherRoute: string }> = (
  site,
  { route, handler, other, otherRoute },
) => ({
  code: 'TENON_HTTP_UNREACHABLE_ROUTE',
  message: `${route}, ${handler}, can never be reached: ${otherRoute}, ${other}, answers whatever it would.`,
  ...site,
  fix: 'narrow the pattern of the other one, or change one of the paths',
});

export const duplicateName: Fault<{ name: string; handlers: readonly string[] }> = (site, { name, handlers }) => ({
  code: 'TENON_HTTP_DUPLICATE_NAME',
  message: `${list(handlers)} bear the name ${JSON.stringify(name)}, by which only one can be found.`,
  ...site,
  fix: 'give one of them another name',
});

export const unknownParameter: Fault<{
  handler: string;
  name: string;
  path: string;
  known: readonly string[];
  near: string | undefined;
}> = (site, { handler, name, path, known, near }) => ({
  code: 'TENON_HTTP_UNKNOWN_PARAMETER',
  message: `${handler} asks for ${JSON.stringify(name)} of its path, which is ${path}.${near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`}`,
  ...site,
  fix:
    known.length === 0
      ? `add :${name} to the path, or take it from the query: @Query('${name}')`
      : `use ${known.map((each) => `@Param('${each}')`).join(' or ')}, or add :${name} to the path`,
});

export const undecoratedParameter: Fault<{ handler: string; parameter: string }> = (site, { handler, parameter }) => ({
  code: 'TENON_HTTP_UNDECORATED_PARAMETER',
  message: `${handler} does not say where its parameter ${parameter} comes from.`,
  ...site,
  fix: `decorate it, as in @Body() ${parameter}, @Query() ${parameter} or @Param('${parameter}') ${parameter}`,
});

export const twoDecorators: Fault<{ handler: string; parameter: string; decorators: readonly string[] }> = (
  site,
  { handler, parameter, decorators },
) => ({
  code: 'TENON_HTTP_TWO_DECORATORS',
  message: `${handler} has ${list(decorators.map((each) => `@${each}`))} on one parameter, ${parameter}.`,
  ...site,
  fix: 'keep one of them',
});

export const twoBodies: Fault<{ handler: string; parameters: readonly string[] }> = (
  site,
  { handler, parameters },
) => ({
  code: 'TENON_HTTP_TWO_BODIES',
  message: `${handler} takes the whole body twice, as ${list(parameters)}.`,
  ...site,
  fix: 'take it once, as one class that has all of it',
});

export const formAndBody: Fault<{ handler: string; form: readonly string[]; body: readonly string[] }> = (
  site,
  { handler, form, body },
) => ({
  code: 'TENON_HTTP_TWO_BODIES',
  message: `${handler} takes parts of a form, as ${list(form)}, and the body as something else, as ${list(body)}.`,
  ...site,
  fix: `take the texts of the form: @MultipartBody() ${body[0] ?? ''}`,
});

export const invalidUpload: Fault<{ handler: string; parameter: string; problem: string; fix: string }> = (
  site,
  { handler, parameter, problem, fix },
) => ({
  code: 'TENON_HTTP_INVALID_UPLOAD',
  message: `${handler} takes ${parameter} ${problem}.`,
  ...site,
  fix,
});

export const noBody: Fault<{ handler: string; method: string; parameter: string; isFile: boolean }> = (
  site,
  { handler, method, parameter, isFile },
) => ({
  code: 'TENON_HTTP_NO_BODY',
  message: `${handler} takes the body as ${parameter}, but a ${method} request's body has no meaning (RFC 9110 §9.3.1).`,
  ...site,
  fix: isFile ? 'answer POST' : `take it from the query, @Query() ${parameter}, or answer POST`,
});

export const noMetadata: Fault<{ handler: string }> = (site, { handler }) => ({
  code: 'TENON_HTTP_NO_METADATA',
  message: `${handler} has parameters, but the compiler emitted no types for them.`,
  ...site,
  fix: 'set "experimentalDecorators" and "emitDecoratorMetadata" to true and compile with tsc, oxc or swc; esbuild, tsx and Node\'s type stripping emit none',
});

export const erasedType: Fault<{
  handler: string;
  parameter: string;
  decorator: string;
  isList: boolean;
  /** Whether it has a default value, from which TypeScript knows its type, and the compiler's metadata does not. */
  hasDefault: boolean;
  name: string | undefined;
}> = (site, { handler, parameter, decorator, isList, hasDefault, name }) => {
  const named = name === undefined ? '' : `'${name}', `;
  if (hasDefault && !isList) {
    return {
      code: 'TENON_HTTP_ERASED_TYPE',
      message: `${handler} takes ${parameter} with a default value, but does not declare its type.`,
      ...site,
      fix: `declare it, as in @${decorator}(${name === undefined ? '' : `'${name}'`}) ${parameter}: ${name === undefined ? 'SomeClass' : 'number'} = …`,
    };
  }
  return {
    code: 'TENON_HTTP_ERASED_TYPE',
    message: isList
      ? `${handler} takes ${parameter} as an array, which does not say of what.`
      : `${handler} takes ${parameter} as something of which nothing is left at run time (an interface, a union, any, "import type" or a forgotten import), so that it cannot be validated.`,
    ...site,
    fix: isList
      ? name === undefined
        ? `name the class of its items: @${decorator}([Item]) ${parameter}`
        : `name the type of its items: @${decorator}(${named}[String]) ${parameter}`
      : name === undefined
        ? `use a class with class-validator's decorators, imported without "import type", or a schema: @${decorator}(schema); or say on purpose: @${decorator}({ unvalidated: true })`
        : `use string, number, boolean, bigint or Date (${parameter}?: Date if it may be missing, and no union), an enum as @${decorator}(${named}{ enum: TheEnum }), or say on purpose: @${decorator}(${named}{ unvalidated: true })`,
  };
};

export const unnamedEnum: Fault<{
  handler: string;
  parameter: string;
  decorator: string;
  name: string | undefined;
}> = (site, { handler, parameter, decorator, name }) => ({
  code: 'TENON_HTTP_UNNAMED_ENUM',
  message: `${handler} takes ${parameter} as an enum, of which some compilers leave no more than a string or a number, so that anything would come in.`,
  ...site,
  fix: `name the enum: @${decorator}(${name === undefined ? '' : `'${name}', `}{ enum: TheEnum })`,
});

export const notValidated: Fault<{ handler: string; parameter: string; decorator: string; type: string }> = (
  site,
  { handler, parameter, decorator, type },
) => ({
  code: 'TENON_HTTP_NOT_VALIDATED',
  message: `${handler} takes ${parameter} as ${type}, of which class-validator knows nothing, so that anything would come in.`,
  ...site,
  fix: `decorate the properties of ${type}, as in @IsString(), or say on purpose: @${decorator}({ unvalidated: true })`,
});

export const untypedProperty: Fault<{
  handler: string;
  parameter: string;
  /** With its class: `CreateOrder.lines`. */
  property: string;
  type: string | undefined;
}> = (site, { handler, parameter, property, type }) => ({
  code: 'TENON_HTTP_UNTYPED_PROPERTY',
  message: `${handler} takes ${parameter} with ${property}, which bears @ValidateNested() and does not say of which class it is, so that every object would be refused.`,
  ...site,
  fix: `put @Type(() => ${type ?? 'Item'}) beside it${type === undefined ? ', with the class of its items' : ''}`,
});

export const untypedViewProperty: Fault<{ handler: string; view: string; property: string; type: string }> = (
  site,
  { handler, view, property, type },
) => ({
  code: 'TENON_HTTP_UNTYPED_PROPERTY',
  message: `${handler} returns ${view} with ${property}, of which all would be shown: no @Type says as what the ${type} is shown.`,
  ...site,
  fix: `put @Type(() => ${type}) beside it, or @Transform() to show something else`,
});

export const notConvertible: Fault<{ handler: string; parameter: string; type: string }> = (
  site,
  { handler, parameter, type },
) => ({
  code: 'TENON_HTTP_NOT_CONVERTIBLE',
  message: `${handler} takes ${parameter} as ${type}, which no single value becomes.`,
  ...site,
  fix: 'use string, number, boolean, bigint or Date, or a pipe that makes it of a string',
});

export const notProvided: Fault<{
  handler: string;
  key: string;
  /** What the key itself says of how it is provided. */
  mend: string | undefined;
  /** Who provides it elsewhere in the application, as it is used: `@UseGuards(SignedIn)`. */
  provider: string | undefined;
}> = (site, { handler, key, mend, provider }) => ({
  code: 'TENON_HTTP_NOT_PROVIDED',
  message: `${handler} asks for "${key}" of the request's context, which none of its guards and interceptors provides.`,
  ...site,
  fix:
    mend ??
    (provider !== undefined
      ? `add ${provider}, which provides it`
      : 'mark the guard that sets it with @Provides(KEY) and use it here, or ask with { optional: true }'),
});

export const undecoratedField: Fault<{ handler: string; view: string; fields: readonly string[] }> = (
  site,
  { handler, view, fields },
) => ({
  code: 'TENON_HTTP_UNDECORATED_FIELD',
  message: `${handler} returns ${view}, whose ${fields.length > 1 ? 'fields' : 'field'} ${list(fields)} would silently be left out.`,
  ...site,
  fix: `mark ${fields.length > 1 ? 'each of them' : 'it'} with @Expose(), or with @Exclude() to leave it out`,
});

export const invalidView: Fault<{
  handler: string;
  found: string;
  lacks: 'class' | 'properties' | 'bare constructor';
}> = (site, { handler, found, lacks }) => {
  const problems = {
    class: 'which is not a class',
    properties: 'none of whose properties bears @Expose()',
    'bare constructor': 'whose constructor fails without arguments',
  };
  const fixes = {
    class: 'name a class whose properties bear @Expose(), or a list of one: @Returns([View])',
    properties: 'put @Expose() on what is to be shown',
    'bare constructor': 'let it do without arguments: it is called once at boot, to find the properties',
  };
  return {
    code: 'TENON_HTTP_INVALID_VIEW',
    message: `${handler} shows what it returns as ${found}, ${problems[lacks]}.`,
    ...site,
    fix: fixes[lacks],
  };
};

export const invalidEnhancer: Fault<{ owner: string; what: string; found: string; method: string }> = (
  site,
  { owner, what, found, method },
) => ({
  code: 'TENON_HTTP_INVALID_ENHANCER',
  message: `${owner} uses ${found} as ${what}, which has no method ${method}.`,
  ...site,
  fix: `use a class that has ${method}(…)${method === 'catch' ? '' : ', or a function'}`,
});

export const noSuchGuard: Fault<{ owner: string; guard: string; around: readonly string[] }> = (
  site,
  { owner, guard, around },
) => ({
  code: 'TENON_HTTP_NO_SUCH_GUARD',
  message: `${owner} leaves out ${guard}, which does not stand around it; ${around.join(', ') || 'no guard'} does.`,
  ...site,
  fix: 'take @WithoutGuards away, or name a guard of the controller or the application',
});

export const undefinedEnhancer: Fault<{ owner: string; decorator: string }> = (site, { owner, decorator }) => ({
  code: 'TENON_HTTP_UNDEFINED_ENHANCER',
  message: `${owner} uses something by @${decorator} that was undefined when the decorator ran.`,
  ...site,
  fix: 'two files import each other: move what both need to a third file',
});

export const unusedView: Fault<{ handler: string }> = (site, { handler }) => ({
  code: 'TENON_HTTP_UNUSED_VIEW',
  message: `${handler} bears @Redirect and @Returns, but a redirect has no body to show anything in.`,
  ...site,
  fix: 'keep one of them',
});

export const invalidStatus: Fault<{ handler: string; status: unknown; decorator: 'HttpCode' | 'Redirect' | 'Sse' }> = (
  site,
  { handler, status, decorator },
) => {
  const does = { HttpCode: 'answers', Redirect: 'redirects', Sse: 'answers a client of @Sse' };
  const fixes = {
    HttpCode: 'use a status from 200 to 599',
    Redirect: 'use a status from 300 to 399',
    Sse: 'remove @HttpCode: a client takes events with 200 alone',
  };
  return {
    code: 'TENON_HTTP_INVALID_STATUS',
    message: `${handler} ${does[decorator]} with the status ${String(status)}.`,
    ...site,
    fix: fixes[decorator],
  };
};

export const invalidOrigin: Fault<{ origin: string; problem: string; fix: string }> = (
  site,
  { origin, problem, fix },
) => ({
  code: 'TENON_HTTP_INVALID_ORIGIN',
  message: `createApp lets the origin ${JSON.stringify(origin)} read replies, which ${problem}.`,
  ...site,
  fix,
});

export const invalidPolicy: Fault<{ name: string; problem: string; fix: string }> = (site, { name, problem, fix }) => ({
  code: 'TENON_HTTP_INVALID_POLICY',
  message: `createApp has a content security policy with the directive ${name}${problem}.`,
  ...site,
  fix,
});

export const missingFolder: Fault<{ given: string; path: string; isFile: boolean }> = (
  site,
  { given, path, isFile },
) => ({
  code: 'TENON_HTTP_MISSING_FOLDER',
  message: `createApp serves the files of ${JSON.stringify(given)}, ${isFile ? 'which is no folder' : 'which is not there'}${given === path ? '' : `: ${path}`}.`,
  ...site,
  fix: "make the folder, or name it from the file that says so: new URL('../public/', import.meta.url)",
});

export const invalidProxy: Fault<{ proxy: string; problem: string; fix: string }> = (
  site,
  { proxy, problem, fix },
) => ({
  code: 'TENON_HTTP_INVALID_PROXY',
  message: `createApp believes the proxy ${proxy}, which ${problem}.`,
  ...site,
  fix,
});

export const invalidLimit: Fault<{ limit: string; value: unknown; problem: string }> = (
  site,
  { limit, value, problem },
) => ({
  code: 'TENON_HTTP_INVALID_LIMIT',
  message: `createApp has the limit ${limit} of ${typeof value === 'string' ? JSON.stringify(value) : String(value)}, which ${problem}.`,
  ...site,
  fix: 'give a number above 0; Infinity is no limit',
});

export const noCookieSecret: Fault<{ handler: string; cookie: string }> = (site, { handler, cookie }) => ({
  code: 'TENON_HTTP_NO_COOKIE_SECRET',
  message: `${handler} takes the signed cookie ${JSON.stringify(cookie)}, but the application has no secret that signatures could be checked with.`,
  ...site,
  fix: 'give one: createApp(AppModule, { cookies: { secret } })',
});

export const portTaken: Fault<{ host: string; port: number; cause: unknown }> = (site, { host, port, cause }) => ({
  code: 'TENON_HTTP_PORT_TAKEN',
  message: `Another program listens at ${host}:${port} already.`,
  ...site,
  cause,
  fix: 'end it, or choose another port: PORT=3001',
});

export const abandoned: Fault<{
  drainLimitMs: number;
  requests: readonly { readonly what: string; readonly handler: string | undefined; readonly ms: number }[];
}> = (site, { drainLimitMs, requests }) => ({
  code: 'TENON_HTTP_ABANDONED',
  message: `Not answered within the drain limit of ${drainLimitMs} ms, and cut off: ${requests
    .map(({ what, handler, ms }) => `${what} (${handler === undefined ? '' : `${handler}, `}for ${ms} ms)`)
    .join(', ')}.`,
  ...site,
  fix: 'give what the handler waits for a time limit, end streams in onClosing(), or allow more: createApp(AppModule, { shutdown: { drainLimitMs } })',
});

export const unknownRoute: Fault<{ name: string; near: string | undefined; isHandler: boolean }> = (
  site,
  { name, near, isHandler },
) => ({
  code: 'TENON_HTTP_UNKNOWN_ROUTE',
  message: `No route is called ${name}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
  ...site,
  fix: isHandler
    ? `put @Get() or another verb on ${name}`
    : `give the name where the route is declared: @Get(path, { name: ${name} })`,
});

export const unknownAsset: Fault<{ name: string; near: string | undefined; hasFolders: boolean }> = (
  site,
  { name, near, hasFolders },
) => ({
  code: 'TENON_HTTP_UNKNOWN_ASSET',
  message: `No file of staticFiles answers at ${JSON.stringify(name)}.${near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`}`,
  ...site,
  fix: hasFolders
    ? 'put the file into a folder of staticFiles, and write the path by which a browser asks for it'
    : "name the folder of the files: createApp(…, { staticFiles: [{ folder: 'public', fingerprint: true }] })",
});

export const noPageWriter: Fault<{ handler: string; view: string }> = (site, { handler, view }) => ({
  code: 'TENON_HTTP_NO_PAGE_WRITER',
  message: `${handler} is shown by the view ${JSON.stringify(view)}, and no module writes pages.`,
  ...site,
  fix: 'import ViewsModule of @tenon/views into the root module',
});

export const invalidPage: Fault<{ handler: string; view: string; problem: string; fix: string }> = (
  site,
  { handler, view, problem, fix },
) => ({
  code: 'TENON_HTTP_INVALID_PAGE',
  message: `${handler} is shown by the view ${JSON.stringify(view)}, and ${problem}.`,
  ...site,
  fix,
});

export const noSuchForm: Fault<{ handler: string; name: string; near: string | undefined }> = (
  site,
  { handler, name, near },
) => ({
  code: 'TENON_HTTP_NO_SUCH_FORM',
  message: `The form of ${handler} is shown by ${JSON.stringify(name)}, which no GET route of its controller is called.${near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`}`,
  ...site,
  fix: 'name the method of the same controller that shows the form, and that has @Get()',
});

export const formLacks: Fault<{ handler: string; name: string; lacks: string }> = (site, { handler, name, lacks }) => ({
  code: 'TENON_HTTP_FORM_LACKS',
  message: `${handler} cannot show its form again by ${name}, which needs ${lacks}: the form's own route does not have it.`,
  ...site,
  fix: `give both routes the same guards and path parameters, or make the parameter of ${name} optional`,
});

export const missingParameter: Fault<{ route: string; name: string; problem: string; isGiven: boolean }> = (
  site,
  { route, name, problem, isGiven },
) => ({
  code: 'TENON_HTTP_MISSING_PARAMETER',
  message: `The URL of ${route} needs ${JSON.stringify(name)}, which ${problem}.`,
  ...site,
  fix: isGiven
    ? 'give a value that can stand there, or put it into the query: { query: { … } }'
    : `give it: urlFor(…, { ${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}: … })`,
});

export const notSet: Fault<{ key: string; handler: string; providers: readonly string[] }> = (
  site,
  { key, handler, providers },
) => ({
  code: 'TENON_HTTP_NOT_SET',
  message: `${list(providers)} let a request pass to ${handler} without "${key}", which ${providers.length > 1 ? 'they promise' : 'it promises'} by @Provides.`,
  ...site,
  fix: 'call context.set(KEY, value) before the request goes on, or ask with { optional: true }',
});

export const invalidTimeout: Fault<{ owner: string; value: unknown }> = (site, { owner, value }) => ({
  code: 'TENON_HTTP_INVALID_TIMEOUT',
  message: `${owner} is ${typeof value === 'string' ? JSON.stringify(value) : String(value)}, which is no time in milliseconds.`,
  ...site,
  fix: 'give a number from 0, which means without limit, to 2147483647, which are 24 days',
});

export const constructorParameter: Fault<{ owner: string; decorator: string }> = (site, { owner, decorator }) => ({
  code: 'TENON_HTTP_CONSTRUCTOR_PARAMETER',
  message: `${owner} has ${decorator} on a parameter of its constructor, which runs outside of any request.`,
  ...site,
  fix: 'put it on a parameter of a handler, and hand the value on from there',
});

export const noRequest: Fault<object> = (site) => ({
  code: 'TENON_HTTP_NO_REQUEST',
  message: 'A class wants the RequestContext, but what is being served is no request of HTTP.',
  ...site,
  fix: 'serve it by HTTP, or override RequestContext in the test',
});
