import type { Battery } from './battery.js';
import type { Template } from './template.js';
import type { Vendor } from './vendor.js';

/** What of a project is not the same for everybody. */
export interface ProjectFacts {
  readonly name: string;
  readonly template: Template;
  /** What it has beside its template. */
  readonly batteries: readonly Battery[];
  /** The version that all packages of Tenon have. */
  readonly version: string;
  /** The version of Node to install into the project, if the machine's own is too old. */
  readonly node: string | undefined;
  readonly vendor: Vendor | undefined;
}
