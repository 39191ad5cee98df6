/** Any class. */
// oxlint-disable-next-line typescript/no-explicit-any -- inversify and tsyringe type constructors so, and take no others
export type Class = new (...parameters: any[]) => object;

/** What the root file of every generated graph exports; a subject's own sources export more. */
export interface GraphSources {
  /** All classes, by their number in the graph. */
  readonly classes: readonly Class[];
}

/** A graph whose singletons have all been made. */
export interface BootedGraph<Token> {
  /** What the subject looks an instance up by, by the number of its class. */
  readonly tokens: readonly Token[];
  get(token: Token): object;
}

/** A link in a chain of transient instances; the last one has no next. */
export interface Link {
  readonly next?: Link;
}

/** Makes a chain of five transient classes. */
export interface TransientDeed {
  /** The classes, from the first link to the last. */
  readonly chain: readonly Class[];
  readonly make: () => Link | Promise<Link>;
}

/** The instance that a request asks for: two request-scoped dependencies, and one singleton. */
export interface RequestRoot {
  readonly session: { readonly trace: object };
  readonly trace: object;
  readonly clock: object;
}

/** Opens a request scope, makes `Root(Session, Trace, Clock)` and `Session(Trace)` in it, and closes it. */
export interface RequestDeed {
  readonly classes: { readonly root: Class; readonly session: Class; readonly trace: Class; readonly clock: Class };
  readonly run: () => RequestRoot | Promise<RequestRoot>;
}

/** One container under measure. */
export interface Subject<Sources extends GraphSources = GraphSources, Token = unknown> {
  /** Creates the container and makes every singleton of the graph; the harness takes the time of the whole call. */
  boot(sources: Sources): BootedGraph<Token> | Promise<BootedGraph<Token>>;
  createTransient(): TransientDeed | Promise<TransientDeed>;
  createRequest(): RequestDeed | Promise<RequestDeed>;
  /** Boots the graph and shuts it down again, for the case that measures what is left behind. */
  openAndClose?(sources: Sources): Promise<void>;
}
