import * as faults from '../diagnostics/errors.js';
import { TenonError } from '../diagnostics/tenon-error.js';
import { withTimeout } from '../container/with-timeout.js';
import { isPromise } from '../container/plan.js';
import { siteOf } from '../model/describe.js';
import type { ProviderModel } from '../model/model.js';
import { type Hook, hookOf } from './hooks.js';

/** How one step of the lifecycle is to be run. */
export interface HookRun {
  readonly hook: Hook;
  /** Providers in dependency order. */
  readonly order: readonly ProviderModel[];
  /** Gives what was made for a provider; undefined for what has no part in this step. */
  readonly instanceOf: (provider: ProviderModel) => unknown;
  /** How long each hook may take, in milliseconds; 0 means without limit. */
  readonly timeoutMs: number;
  /** Whether to begin nothing more after a failure. Default: false, everything gets its turn. */
  readonly stopsAtFailure?: boolean;
  /** Is told of each provider whose hook, if it has one, ended well. */
  readonly onDone?: (provider: ProviderModel) => void;
  /** Is given what ended well when its time was up already. */
  readonly onLate?: ((instance: unknown) => void) | undefined;
}

/**
 * Calls one hook of every provider that has it: in dependency order, those that do not need each other side by side.
 *
 * `onClosing` and `onShutdown` run the other way round: who needs something is ended before it.
 *
 * @returns the failures, in the order in which they came; `TENON_LIFECYCLE_HOOK_FAILED`, `TENON_LIFECYCLE_HOOK_TIMEOUT`
 */
export async function runHooks(run: HookRun): Promise<TenonError[]> {
  const isReversed = run.hook === 'onClosing' || run.hook === 'onShutdown';
  const failures: TenonError[] = [];
  const all: Promise<unknown>[] = [];
  /** By id: what must have ended before a provider's turn. */
  const waits: (Promise<unknown>[] | undefined)[] = [];
  /** Two providers may give one object, and its hook is called once. */
  const called = new Set<unknown>();

  for (const provider of isReversed ? run.order.toReversed() : run.order) {
    const before = isReversed ? waits[provider.id] : all.length > 0 ? waitsOf(provider) : undefined;
    const done = before ? Promise.all(before).then(() => turn(provider)) : turn(provider);
    if (!done) continue;
    all.push(done);
    if (!isReversed) waits[provider.id] = [done];
    else for (const { id } of provider.needs) (waits[id] ??= []).push(done);
  }
  await Promise.all(all);
  return failures;

  function waitsOf(provider: ProviderModel): Promise<unknown>[] | undefined {
    const found = provider.needs.flatMap(({ id }) => waits[id] ?? []);
    return found.length > 0 ? found : undefined;
  }

  /** Runs one provider's hook, at once; gives a promise when it has to be waited for. */
  function turn(provider: ProviderModel): Promise<unknown> | undefined {
    if (run.stopsAtFailure && failures.length > 0) return undefined;
    const instance = run.instanceOf(provider);
    const hook = hookOf(instance, run.hook);
    const fail = (cause: unknown): void => void failures.push(hookError(provider, run, cause));
    if (hook && !called.has(instance)) {
      called.add(instance);
      try {
        const result = hook.call(instance);
        if (isPromise(result)) return limited(provider, instance, result).then(() => run.onDone?.(provider), fail);
      } catch (cause) {
        fail(cause);
        return undefined;
      }
    }
    run.onDone?.(provider);
    return undefined;
  }

  function limited(provider: ProviderModel, instance: unknown, result: PromiseLike<unknown>): Promise<unknown> {
    const { hook, timeoutMs, onLate } = run;
    return withTimeout(result, timeoutMs, () => {
      if (onLate)
        result.then(
          () => onLate(instance),
          () => {},
        ); // A failure then has nobody left to be told.
      return new TenonError([faults.hookTimeout(siteOf(provider, hook), { owner: provider.name, hook, timeoutMs })]);
    });
  }
}

function hookError(provider: ProviderModel, { hook }: HookRun, cause: unknown): TenonError {
  if (cause instanceof TenonError) return cause;
  return new TenonError([faults.hookFailed(siteOf(provider, hook), { owner: provider.name, hook, cause })]);
}
