import type { ResolveFnOutput } from 'node:module';
import type { HeldPort } from '@tenon/core';
import type { Fault } from './fault.js';

/** A source as an application's process imports it. */
export interface CompiledSource {
  readonly url: string;
  readonly code: string;
}

/** What the import of a package led to. */
export interface Dependency extends Pick<ResolveFnOutput, 'url' | 'format'> {
  readonly specifier: string;
}

/** What a process is prepared with. */
export interface Preparation {
  /** The file that makes the application. */
  readonly main: string;
  readonly folder: string;
  /** What the application imported of packages when it last ran, in that order. */
  readonly dependencies: readonly Dependency[];
  readonly sources: readonly CompiledSource[];
  /** Where a debugger may connect, `[host:]port`. */
  readonly inspect?: string;
}

/** What the dev server says to an application's process. */
export type Order =
  | ({ readonly type: 'prepare' } & Preparation)
  | { readonly type: 'sources'; readonly changed: readonly CompiledSource[]; readonly removed: readonly string[] }
  /** Import these modules of the application, and wait before its main file. */
  | { readonly type: 'load'; readonly urls: readonly string[] }
  | { readonly type: 'run' }
  | ({ readonly type: 'held'; readonly id: number; readonly key: string } & HeldPort)
  | { readonly type: 'refused'; readonly id: number; readonly code?: string; readonly message: string }
  /** Bears a socket. */
  | { readonly type: 'connection'; readonly key: string }
  /** Pages are different, such as after an edit of a template: browsers are to load theirs again. */
  | { readonly type: 'pages' }
  | { readonly type: 'close' };

/** A module of the application. */
export interface KnownModule {
  readonly url: string;
  /** Of its text, where it was compiled by the process itself. */
  readonly hash?: string;
}

/** What an application has imported. */
export interface Imports {
  /** All files outside of `node_modules`. */
  readonly modules: readonly KnownModule[];
  readonly dependencies: readonly Dependency[];
  /** What its main file imports, in its order. */
  readonly ofMain: readonly string[];
}

/** A server's port that is to be held. */
export interface HoldReport {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
}

/** What an application's process says to the dev server. */
export type Report =
  | { readonly type: 'loaded' }
  | { readonly type: 'failed'; readonly fault: Fault }
  | ({ readonly type: 'hold' } & HoldReport)
  | { readonly type: 'listening'; readonly key: string }
  /** A connection has come. */
  | { readonly type: 'taken' }
  /** The main file has run to its end. */
  | { readonly type: 'ran' }
  | ({ readonly type: 'imports' } & Imports)
  /** Everything is closed, and the process ends. */
  | { readonly type: 'closed' };
