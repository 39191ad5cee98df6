/** The lists of a module that a class can stand in. */
export type ModuleList = 'imports' | 'controllers' | 'providers';

/** What one `tenon generate` is about to write. */
export interface Plan {
  /** Path below the project's folder, with slashes, and what stands in it. */
  readonly files: ReadonlyMap<string, string>;
  /** The class that a module has to know; undefined if none has. */
  readonly listed: { readonly name: string; readonly file: string; readonly list: ModuleList } | undefined;
  /** The entity that the database has to know; undefined if there is none. */
  readonly entity?: { readonly name: string; readonly file: string };
  /** The folder from which the nearest module is looked for, below the project's. */
  readonly from: string;
}

/** Gives the file of a test for that of its class, and for the folder that was asked for. */
export type TestPlace = (file: string, folder: string) => string;
