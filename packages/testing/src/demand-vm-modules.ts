import vm from 'node:vm';
import { TenonError } from '@tenon/core';
import * as faults from './errors.js';

/** Whether this process can load ES modules as jest does: Node has the class only with the flag, however it was given. */
export function hasVmModules(): boolean {
  return typeof (vm as { readonly SyntheticModule?: unknown }).SyntheticModule === 'function';
}

/**
 * Says so when jest cannot load ES modules. Without this, its own message speaks of import statements.
 *
 * @throws TenonError `TENON_TESTING_NO_VM_MODULES`
 */
export function demandVmModules(): void {
  if (hasVmModules()) return;
  const error = new TenonError([faults.noVmModules({ node: 'node' })]);
  // jest prints the stack, and where in here it was noticed is of no use to anyone.
  error.stack = `${error.name}: ${error.message}`;
  throw error;
}
