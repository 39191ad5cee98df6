import type { Server } from 'node:net';

/** A host's name or address, and a port; 0 for any that is free. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A port that a tool holds for an application. */
export interface HeldPort {
  /** Where the application listens in its place, for nobody but the tool. */
  readonly at: Address | { readonly path: string };
  /** Under which its clients know it. */
  readonly url: string;
}

/**
 * A tool that runs an application's main file, such as `tenon routes` or `tenon dev`. For tools: an application has no
 * use for it.
 */
export interface Host {
  /**
   * Takes an application that was read and checked. It goes no further: nothing of it is made, no configuration is read,
   * and whoever waits for `createContext` or `createApp` waits for ever.
   *
   * What the tool then asks for by `resolve`, such as the database, is made and started with all that it needs, and
   * nothing else is. The tool closes the application when it has done with it.
   *
   * @param application - an `ApplicationContext`, or the `App` of a package that is built upon one
   */
  readonly look?: (application: object) => void;
  /** With `look`: whether the configuration is read all the same, and its faults are reported. Default: false. */
  readonly configures?: boolean;
  /**
   * Says where a server listens whose port is held by the tool, which hands it the connections.
   *
   * @param server - about to listen
   * @param wanted - where it would listen
   */
  readonly hold?: (server: Server, wanted: Address) => Promise<HeldPort>;
  /**
   * Makes the page that a browser is shown of an error that nobody has caught, where the application has none.
   *
   * @param headers - of the request
   * @returns HTML; undefined for whoever is no browser
   */
  readonly pageOf?: (
    error: unknown,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ) => string | undefined;
}

const HOST = Symbol.for('@tenon/core host');

/** Of the process, since a tool may have a copy of this package that is not the application's. */
const everywhere = globalThis as { [HOST]?: Host };

/** Puts the applications that are made from now on into a tool's hands. For tools. */
export function useHost(host: Host): void {
  everywhere[HOST] = host;
}

/** Gives the tool that runs this process; without one, it wants nothing. For packages. */
export function currentHost(): Host {
  return everywhere[HOST] ?? {};
}

/** Waits for ever, as the one does who wanted an application that a tool only looks at. */
export function neverMade(): Promise<never> {
  return new Promise(() => {});
}
