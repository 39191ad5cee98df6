/** How long a client and a handler may take. All times are in milliseconds, and 0 means without limit. */
export interface TimeoutOptions {
  /** For the first line and the headers of a request, and for a new connection to send something. Default: 20,000. */
  readonly headersMs?: number;
  /** How long a body may bring fewer bytes than `bodyBytesPerSecond` says. Default: 20,000. */
  readonly bodyMs?: number;
  /** How many bytes a second a body must bring, on an average of `bodyMs`. Default: 240, as in Kestrel and IIS. */
  readonly bodyBytesPerSecond?: number;
  /** For a whole body, however quickly it comes. Default: 300,000, as in Node. */
  readonly requestMs?: number;
  /** How long a client may take nothing of what is sent to it. Default: 20,000. */
  readonly replyMs?: number;
  /** How long a connection is kept between two requests. Default: 25,000. */
  readonly idleMs?: number;
  /** For the application, from the first hook to the first byte of the reply; `@Timeout` says it of a route. Default: 60,000. */
  readonly handlerMs?: number;
  /** How long a client that sends what nobody reads has to read why. Default: 2,000. */
  readonly lingerMs?: number;
}

/** Every limit, as it holds. */
export type TimeLimits = Required<TimeoutOptions>;

/** What holds where an application says nothing: no client keeps a connection for 30 seconds without any progress. */
export const DEFAULT_TIMEOUTS: Readonly<Required<TimeoutOptions>> = {
  headersMs: 20_000,
  bodyMs: 20_000,
  bodyBytesPerSecond: 240,
  requestMs: 300_000,
  replyMs: 20_000,
  idleMs: 25_000,
  handlerMs: 60_000,
  lingerMs: 2000,
};

/** Gives every limit: the application's own, else the default. */
export function timeLimits(options: TimeoutOptions = {}): TimeLimits {
  const said = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...DEFAULT_TIMEOUTS, ...(Object.fromEntries(said) as TimeoutOptions) };
}

/** How precise times are: a twentieth, and a second where they are long, in milliseconds. */
export function intervalFor(limits: readonly number[]): number {
  const shortest = Math.min(...limits.filter((limit) => limit > 0));
  return Math.min(1000, Math.max(10, Math.round(shortest / 20)));
}

/** How much longer a connection is kept than its client is told: what it sends last may be on its way. */
export function keepAliveMarginMs(idleMs: number): number {
  return Math.min(1000, idleMs / 10);
}
