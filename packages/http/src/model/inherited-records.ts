import type { AbstractClass } from '@tenon/core';
import { findRecord, type MemberRecord, type Uses } from '../decorators/controller-record.js';

const NO_MEMBERS: ReadonlyMap<string, MemberRecord> = new Map();

/**
 * Gives what was said of each method of a class and of those that it extends.
 *
 * A verb begins anew: nothing of what was said of an overridden method is left. Other decorators add to that.
 */
export function membersOf(type: AbstractClass): ReadonlyMap<string, MemberRecord> {
  const own = findRecord(type)?.members ?? NO_MEMBERS;
  const parent = parentOf(type);
  if (parent === undefined) return own;
  const inherited = membersOf(parent);
  if (inherited.size === 0) return own;
  const members = new Map(inherited);
  for (const [handler, member] of own) {
    const overridden = inherited.get(handler);
    members.set(handler, overridden === undefined || member.routes ? member : added(overridden, member));
  }
  return members;
}

/** Gives what a class uses, together with what those that it extends use: a guard of theirs is not lost by another one. */
export function usesOfClass(type: AbstractClass): Uses | undefined {
  const own = findRecord(type)?.uses;
  const parent = parentOf(type);
  return parent === undefined ? own : addedUses(usesOfClass(parent), own);
}

function parentOf(type: AbstractClass): AbstractClass | undefined {
  const parent = Object.getPrototypeOf(type) as AbstractClass | null;
  return parent === null || parent === Function.prototype ? undefined : parent;
}

function added(inherited: MemberRecord, own: MemberRecord): MemberRecord {
  const uses = addedUses(inherited.uses, own.uses);
  return { ...inherited, ...own, ...(uses && { uses }) };
}

const LISTS = ['guards', 'withoutGuards', 'interceptors', 'pipes', 'hooks', 'headers'] as const;

/** Theirs comes first, as what stands around; of filters, which are asked from within, it comes last. */
function addedUses(inherited: Uses | undefined, own: Uses | undefined): Uses | undefined {
  if (inherited === undefined || own === undefined) return inherited ?? own;
  const sum: Record<string, unknown> = { ...inherited, ...own };
  for (const list of LISTS) {
    const [theirs, ours] = [inherited[list], own[list]];
    if (theirs && ours) sum[list] = [...theirs, ...ours];
  }
  if (inherited.filters && own.filters) sum['filters'] = [...own.filters, ...inherited.filters];
  for (const names of ['config', 'options'] as const) {
    if (inherited[names] && own[names]) sum[names] = { ...inherited[names], ...own[names] };
  }
  return sum;
}
