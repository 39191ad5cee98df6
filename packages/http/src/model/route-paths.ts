import { type AbstractClass, type Diagnostic, formatPlace, nearestNames, type ProviderModel } from '@tenon/core';
import {
  type ControllerDefinition,
  NEUTRAL,
  type RouteRecord,
  type VersionName,
} from '../decorators/controller-record.js';
import * as faults from '../errors.js';
import { pathTo } from './describe.js';
import { faultOfPath, joinPaths, type PathFault } from './read-path.js';
import type { RouteSettings } from './route-settings.js';

/** What stands before the paths of a controller's routes, and whom they answer. */
export interface ControllerPaths {
  readonly starts: readonly string[];
  readonly versions: readonly VersionName[] | undefined;
  readonly host: string | RegExp | undefined;
}

/** One whole path of a route. */
export interface RoutePath {
  readonly path: string;
  /** Of a header. */
  readonly version: string | undefined;
  /** Without the version. */
  readonly plain: string;
}

/** What a fault of a route's paths is reported with. */
export interface PathOwner {
  /** `OrderController.show`. */
  readonly handler: string;
  readonly site: () => faults.Site;
}

const NO_WAY_ON: PathFault = { problem: 'leaves no way for a path to go on', fix: 'leave out what it ends with' };

const NO_VERSION: readonly undefined[] = [undefined];

/** Puts the paths of routes together: the prefix, the version, the controller's part and the route's own. */
export class PathReader {
  readonly #settings: RouteSettings;
  readonly #report: (fault: Diagnostic) => void;
  readonly #allowsUnsafe: boolean;
  /** Nothing, after something was found to be wrong with it. */
  readonly #prefix: string;
  /** Exclusions from the prefix that have excluded something. */
  readonly #used = new Set<string>();
  /** All paths without the prefix, for an exclusion that was misspelled; kept only where there are exclusions. */
  readonly #known: string[] | undefined;

  constructor(
    settings: RouteSettings,
    allowsUnsafe: boolean,
    report: (fault: Diagnostic) => void,
    site: () => faults.Site,
  ) {
    this.#settings = settings;
    this.#allowsUnsafe = allowsUnsafe;
    this.#report = report;
    const { prefix } = settings;
    if (typeof prefix === 'object' && prefix.exclude !== undefined) this.#known = [];
    const path = typeof prefix === 'object' ? prefix.path : (prefix ?? '');
    const fault = /[*?]$/.test(path) ? NO_WAY_ON : faultOfPath(path, allowsUnsafe);
    this.#prefix = fault === undefined ? path : '';
    if (fault) report(faults.invalidPath(site(), { owner: 'createApp', what: 'the prefix', path, ...fault }));
  }

  /** Reads what `@Controller` says of paths, versions and host. What is wrong there is told once, not for each route. */
  readController(provider: ProviderModel, type: AbstractClass, definition: ControllerDefinition): ControllerPaths {
    const { paths, versions, host, place } = definition;
    const site = (): faults.Site => ({
      where: { signature: `@Controller(…) ${type.name}`, place: formatPlace(place) },
      path: pathTo(provider),
    });
    const starts = paths.filter((path) => {
      const fault = faultOfPath(path, this.#allowsUnsafe);
      if (fault) this.#report(faults.invalidPath(site(), { owner: type.name, what: 'the path', path, ...fault }));
      return fault === undefined;
    });
    if (host === undefined) return { starts, versions: this.#checked(versions, type.name, site), host };
    const problem = faultOfHost(host);
    if (problem) this.#report(faults.invalidHost(site(), { owner: type.name, host, ...problem }));
    const compared = typeof host === 'string' ? host.toLowerCase() : host;
    return { starts, versions: this.#checked(versions, type.name, site), host: compared };
  }

  /** Gives the whole paths of a route: each path of its controller with each of its own, in each version. */
  read(
    owner: PathOwner,
    { paths }: RouteRecord,
    own: readonly VersionName[] | undefined,
    { starts, versions: ofController }: ControllerPaths,
  ): readonly RoutePath[] {
    const { versioning } = this.#settings;
    const versions =
      versioning === undefined
        ? (this.#checked(own, owner.handler, owner.site), NO_VERSION)
        : versionsOf(own ?? ofController ?? versioning.default);
    const found: RoutePath[] = [];
    for (const end of paths) {
      if (this.#reportFault(faultOfPath(end, this.#allowsUnsafe), end, owner)) continue;
      for (const start of starts) {
        const bare = joinPaths(start, end);
        const prefix = this.#prefixOf(bare);
        const full = joinPaths(prefix, bare);
        // Each part is right by itself; together they may have one parameter twice.
        if (full !== end && this.#reportFault(faultOfPath(full, this.#allowsUnsafe), full, owner)) continue;
        for (const version of versions) {
          if (versioning?.type === 'uri' && version !== undefined) {
            const path = joinPaths(prefix, `/${versioning.prefix ?? 'v'}${version}`, bare);
            found.push({ path, version: undefined, plain: full });
          } else found.push({ path: full, version, plain: full });
        }
      }
    }
    return found;
  }

  /** Reports what was excluded from the prefix, and is not there. */
  checkExclusions(site: () => faults.Site): void {
    const { prefix } = this.#settings;
    const known = this.#known;
    if (typeof prefix !== 'object' || known === undefined) return;
    for (const path of prefix.exclude ?? []) {
      if (this.#used.has(path)) continue;
      const [near] = nearestNames(path, [...new Set(known)]);
      this.#report(faults.unusedExclusion(site(), { path, near }));
    }
  }

  #checked(
    versions: readonly VersionName[] | undefined,
    owner: string,
    site: () => faults.Site,
  ): readonly VersionName[] | undefined {
    const isNamed = versions?.some((version) => version !== NEUTRAL) === true;
    if (isNamed && this.#settings.versioning === undefined) this.#report(faults.noVersioning(site(), { owner }));
    return versions;
  }

  #reportFault(fault: PathFault | undefined, path: unknown, { handler, site }: PathOwner): boolean {
    if (fault) this.#report(faults.invalidPath(site(), { owner: handler, what: 'the path', path, ...fault }));
    return fault !== undefined;
  }

  #prefixOf(path: string): string {
    const { prefix } = this.#settings;
    if (typeof prefix !== 'object') return this.#prefix;
    this.#known?.push(path);
    let isExcluded = false;
    for (const each of prefix.exclude ?? []) {
      if (!(each.endsWith('*') ? path.startsWith(joinPaths(each.slice(0, -1))) : joinPaths(each) === path)) continue;
      this.#used.add(each);
      isExcluded = true;
    }
    return isExcluded ? '' : this.#prefix;
  }
}

function versionsOf(said: RouteSettingsVersion): readonly (string | undefined)[] {
  if (said === undefined || said === NEUTRAL) return NO_VERSION;
  if (typeof said === 'string') return [said];
  return said.map((version) => (version === NEUTRAL ? undefined : version));
}

type RouteSettingsVersion = VersionName | readonly VersionName[] | undefined;

/** Finds what no request's host could ever be. */
function faultOfHost(host: unknown): { readonly problem: string; readonly fix: string } | undefined {
  if (host instanceof RegExp || Object.prototype.toString.call(host) === '[object RegExp]') return undefined;
  if (typeof host !== 'string') {
    return { problem: 'is neither a name nor a pattern', fix: "write it as 'api.example.com' or /\\.example\\.com$/" };
  }
  if (/^(?:\[[\da-f:.]+\]|[\w.-]+)(?::\d+)?$/i.test(host)) return undefined;
  if (/[*:]/.test(host) && !host.includes('/')) {
    return {
      problem: 'has a part that may be anything, which only a pattern can say',
      fix: 'use a pattern, /^[^.]+\\.example\\.com$/, and take the name by @Host()',
    };
  }
  return { problem: 'is no name of a host', fix: "write the name alone: 'api.example.com'" };
}
