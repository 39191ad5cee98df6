import type { NamedSecurity, RouteModel, SecurityScheme, UnknownProperties } from '../contracts/route-model.js';
import type {
  OpenApiDocument,
  OpenApiInfo,
  OperationObject,
  ParameterObject,
  PathItem,
  SecurityRequirement,
} from './document.js';
import { inWords, OperationIds, subjectOf } from './names.js';
import { readPackageInfo } from './package-info.js';
import { parametersOf, requestBodyOf, type TemplatedPath, templatesOf } from './parameters.js';
import { errorResponses, type ErrorFacts, errorsOf, problemContent, responsesOf } from './responses.js';
import { PROBLEM_SCHEMAS, Schemas } from './schemas.js';
import { type Unexpressed, unexpressedIn } from './unexpressed.js';

/** What `openApi` reads of an application: an `App` has all of it. */
export interface DescribedApp {
  readonly routeModels: readonly RouteModel[];
  /** @internal */
  readonly described: ErrorFacts & {
    readonly unknown: UnknownProperties;
    /** Where versions stand in a header: its name, and the version of requests that say none. */
    readonly versions?: { readonly header: string; readonly usual: string | undefined };
    readonly options?: OpenApiOptions;
  };
}

/** What `openApi` takes. */
export interface OpenApiOptions {
  /** Default: name, version, description, licence and author of the nearest package.json. */
  readonly info?: Partial<OpenApiInfo>;
  /** Default: the server that the document comes from. */
  readonly servers?: OpenApiDocument['servers'];
  /** Of routes whose version stands in a header: the one to describe. Default: the first that a path has. */
  readonly version?: string;
  /**
   * What the bodies of error replies are like where `renderProblem` makes them: a class, of which they have what it exposes.
   * Default: the document says nothing of them.
   */
  readonly problems?: new () => object;
  /** Where to look for package.json. Default: the working directory. */
  readonly folder?: string;
}

/** The methods that OpenAPI 3.1 has a place for. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE']);

/**
 * Describes an application in OpenAPI 3.1, from what its decorators say anyway.
 *
 * @example
 * const app = await createApp(AppModule);
 * await writeFile('openapi.json', JSON.stringify(openApi(app), null, 2));
 */
export function openApi(app: DescribedApp, options: OpenApiOptions = {}): OpenApiDocument {
  return describeApi(app, options).document;
}

/** A document, and what it does not say. */
export interface ApiDescription {
  readonly document: OpenApiDocument;
  /**
   * All that the document leaves out: constraints that JSON Schema has no word for, routes that OpenAPI has no place for,
   * and classes that are called by another name, since two have the same. Empty if it says all.
   */
  readonly unexpressed: readonly Unexpressed[];
}

/**
 * Describes an application as `openApi` does, and lists what the document cannot say.
 *
 * @example
 * const { unexpressed } = describeApi(app);
 * for (const { where, what } of unexpressed) console.log(where, what);
 */
export function describeApi(app: DescribedApp, options: OpenApiOptions = {}): ApiDescription {
  const writer = new DocumentWriter(app, options);
  const document = writer.write();
  return { document, unexpressed: [...writer.unexpressed, ...unexpressedIn(document)] };
}

class DocumentWriter {
  readonly #app: DescribedApp;
  readonly #options: OpenApiOptions;
  readonly #schemas: Schemas;
  readonly #ids = new OperationIds();
  readonly #paths = new Map<string, Record<string, OperationObject>>();
  /** Templates by what they are without the names: two of one shape are one path. */
  readonly #shapes = new Map<string, string>();
  readonly #tags = new Map<string, string>();
  readonly #statuses = new Set<number>();
  readonly #security = new Map<string, SecurityScheme>();
  /** The handler that each operation describes. */
  readonly #described = new Map<OperationObject, string>();
  /** Routes that have no place in the document. */
  readonly #left: Unexpressed[] = [];

  constructor(app: DescribedApp, options: OpenApiOptions) {
    this.#app = app;
    this.#options = { ...app.described.options, ...options };
    this.#schemas = new Schemas(app.described.unknown);
  }

  /** What the document has no place for, beside what its schemas are marked with. */
  get unexpressed(): readonly Unexpressed[] {
    const namesakes = this.#schemas.collisions.map(({ name, classes }) => ({
      where: name,
      what: `${classes.length} classes have this name: all but the first have a number behind it`,
    }));
    return [...this.#left, ...namesakes];
  }

  write(): OpenApiDocument {
    const routes = this.#app.routeModels.filter((route) => !(route.notes.isHidden ?? isForBrowsers(route)));
    // What comes in is named first: what goes out as the same class has a name that says so.
    for (const route of routes) requestBodyOf(route, this.#schemas);
    for (const route of routes) this.#addRoute(route);
    const { described } = this.#app;
    const info = readPackageInfo(this.#options.folder ?? process.cwd());
    const statuses = [...this.#statuses].toSorted((a, b) => a - b);
    const contentOf = problemContent(described, this.#options.problems, this.#schemas);
    const responses = errorResponses(statuses, described, contentOf);
    return {
      openapi: '3.1.1',
      info: { ...info, ...this.#options.info },
      servers: this.#options.servers ?? [{ url: '/' }],
      security: [],
      tags: [...this.#tags]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, description]) => ({ name, description })),
      paths: Object.fromEntries([...this.#paths].toSorted(([a], [b]) => (a < b ? -1 : 1)) as [string, PathItem][]),
      components: {
        schemas: { ...this.#schemas.definitions, ...(!described.hasOwnProblems && PROBLEM_SCHEMAS) },
        responses,
        ...(this.#security.size > 0 && { securitySchemes: Object.fromEntries(this.#security) }),
      },
    };
  }

  #addRoute(route: RouteModel): void {
    const { version } = this.#options;
    if (version !== undefined && route.version !== undefined && route.version !== version) return;
    for (const path of templatesOf(route.path)) {
      for (const method of route.methods) {
        if (METHODS.has(method)) this.#addOperation(route, method, path);
        else this.#leaveOut(route, method, path, 'OpenAPI has no place for this method');
      }
    }
  }

  #addOperation(route: RouteModel, method: string, path: TemplatedPath): void {
    const shape = path.template.replaceAll(/\{[^}]*\}/g, '{}');
    let template = this.#shapes.get(shape);
    if (template === undefined) this.#shapes.set(shape, (template = path.template));
    const operations = this.#paths.get(template) ?? {};
    const key = method.toLowerCase();
    // Another version in a header, or another host: a document has one of them.
    const known = operations[key];
    if (known) {
      const other = this.#described.get(known);
      this.#leaveOut(route, method, path, `the document has ${other} here, of another version or host`);
      return;
    }
    const operation = this.#describe(route, method, path, template);
    operations[key] = operation;
    this.#described.set(operation, nameOf(route));
    this.#paths.set(template, operations);
  }

  #leaveOut(route: RouteModel, method: string, { template }: TemplatedPath, why: string): void {
    this.#left.push({ where: `${method} ${template}`, what: `${nameOf(route)} is left out: ${why}` });
  }

  #describe(route: RouteModel, method: string, path: TemplatedPath, template: string): OperationObject {
    const { described } = this.#app;
    const { notes } = route;
    const tag = notes.tag ?? subjectOf(route);
    if (!this.#tags.has(tag) || notes.tagDescription !== undefined)
      this.#tags.set(tag, notes.tagDescription ?? `Routes of ${route.controller.name}.`);
    const security = this.#securityOf(route);
    const [version] = this.#versionOf(route);
    const parameters = [
      ...(version ? [version] : []),
      ...renamed(parametersOf(route, path, this.#schemas), path.template, template).filter(
        ({ name, in: place }) => place !== 'header' || name !== version?.name,
      ),
    ];
    const requestBody = method === 'GET' || method === 'HEAD' ? undefined : requestBodyOf(route, this.#schemas);
    const errors = errorsOf(route, described);
    for (const status of errors) this.#statuses.add(status);
    const summary = notes.summary ?? inWords(route.handler);
    return {
      operationId: this.#ids.for(route, method),
      tags: [tag],
      summary,
      description: notes.description ?? `\`${nameOf(route)}\``,
      ...(notes.deprecated === true && { deprecated: true as const }),
      ...(security.length > 0 && { security }),
      ...(parameters.length > 0 && { parameters }),
      ...(requestBody && { requestBody }),
      responses: responsesOf(route, this.#schemas, errors, described),
    };
  }

  /** What a request must say to reach a route whose version stands in a header. */
  #versionOf({ version }: RouteModel): readonly ParameterObject[] {
    const { versions } = this.#app.described;
    if (version === undefined || versions === undefined) return [];
    const required = version !== versions.usual;
    return [{ name: versions.header, in: 'header', required, schema: { type: 'string', const: version } }];
  }

  /** All guards must let a request pass, so that all that they ask for is one requirement; what is optional makes a second. */
  #securityOf({ guards }: RouteModel): readonly SecurityRequirement[] {
    const named = guards.map(({ security }) => security).filter((each): each is NamedSecurity => each !== undefined);
    if (named.length === 0) return [];
    for (const { name, scheme } of named) this.#security.set(name, scheme);
    const least = named.filter(({ isOptional }) => !isOptional);
    const all = [...least, ...named.filter(({ isOptional }) => isOptional)];
    return least.length === named.length ? [requirementOf(all)] : [requirementOf(least), requirementOf(all)];
  }
}

function requirementOf(named: readonly NamedSecurity[]): SecurityRequirement {
  return Object.fromEntries(named.map(({ name }) => [name, []]));
}

function nameOf({ controller, handler }: RouteModel): string {
  return `${controller.name}.${handler}`;
}

/** Gives parameters the names that they have in the template of another route of the same shape. */
function renamed(
  parameters: OperationObject['parameters'],
  own: string,
  template: string,
): NonNullable<OperationObject['parameters']> {
  if (parameters === undefined || own === template) return parameters ?? [];
  const names = namesIn(template);
  const byOwn = new Map(namesIn(own).map((name, index) => [name, names[index] as string]));
  return parameters.map((each) => (each.in === 'path' ? { ...each, name: byOwn.get(each.name) ?? each.name } : each));
}

function namesIn(template: string): readonly string[] {
  return Array.from(template.matchAll(/\{([^}]*)\}/g), ([, name]) => name as string);
}

/** Whether a route is one of a site, which no program asks: a page without another face, or a form that leads to one. */
function isForBrowsers({ reply: { page, view }, form }: RouteModel): boolean {
  return (page !== undefined || form !== undefined) && view === undefined;
}
