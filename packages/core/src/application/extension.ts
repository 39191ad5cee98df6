import type { Diagnostic, Where } from '../diagnostics/diagnostic.js';
import type { ProviderDefinition } from '../metadata/provider.js';
import type { ModuleModel, ProviderModel } from '../model/model.js';
import type { ApplicationContext } from './application-context.js';

/**
 * What is built upon an application's graph, such as the routes of its controllers. For packages: an application has no
 * use for it.
 */
export interface Extension {
  /** What every module gets unless the application provides it, as it gets `Logger`. Default: nothing. */
  readonly provides?: readonly ProviderDefinition[];
  /**
   * Asks for what will be needed, and reports what is wrong, so that it stands beside all other faults.
   *
   * Called once, after the modules have been read and before anything is made.
   */
  check?(graph: CheckedGraph): void;
  /**
   * Prepares what is built upon the graph, with the instances at hand.
   *
   * Called once, when all has been made and every `onInit` has ended, before the first `onReady`. What it throws fails the
   * boot, and ends what was begun. An application that is only looked at makes nothing, and is not asked.
   */
  prepare?(context: ApplicationContext): void;
}

/** A graph while it is checked, as an extension sees it. */
export interface CheckedGraph {
  readonly root: ModuleModel;
  /** In import order: a module stands after those that it imports. */
  readonly modules: readonly ModuleModel[];
  /**
   * Asks for a class or token in a provider's name: it is looked up as that provider sees it.
   *
   * @param where - what stands in the fault if it cannot be had
   * @returns who gives it; nothing after a fault was reported
   */
  need(owner: ProviderModel, token: unknown, where: () => Where): ProviderModel | undefined;
  report(fault: Diagnostic): void;
}
