import { inspect } from 'node:util';
import type { Where } from '@tenon/core';
import type { Shown } from './checks.js';
import * as faults from './errors.js';
import type { Attempt, Context } from './loading.js';
import { hasSecrets, MASK, maskedCopy, maskValue } from './mask.js';
import type { DerivedProperty } from './read-part.js';

/** Checks a property that has its value, and reports what does not pass. */
export function checkSingle({ key, site, found, state }: Attempt, context: Context): void {
  const messages = messagesOf(key, site.property, site.where, context);
  if (messages.length === 0) return;
  const standard = shownValue(context.values[key], site.isSecret);
  const fault = faults.invalid(site, { found: state === 'given' ? found : undefined, standard, messages });
  context.loaded.faults.push({ key, fault });
}

/** Checks a group or a getter, and reports what does not pass. */
export function checkDerived({ key, property, where }: DerivedProperty, context: Context): void {
  const messages = messagesOf(key, property, where, context);
  if (messages.length > 0) {
    context.loaded.faults.push({ key, fault: faults.invalidDerived(where, { property, messages }) });
  }
}

/** Runs the checks of one property, and reports those that come to no verdict. */
function messagesOf(key: string, property: string, where: Where, context: Context): readonly string[] {
  const { checks, values, secrets, loaded } = context;
  const { messages, asynchronous, thrown } = checks.run(values, key, shownTo(values, key, secrets));
  if (asynchronous.length > 0) {
    loaded.faults.push({ key, fault: faults.asynchronous(where, { property, checks: asynchronous }) });
  }
  if (thrown && context.isComplete) {
    const facts = { property, thrower: thrown.by, cause: thrown.error, hasSecrets: hasSecrets(values, secrets) };
    loaded.faults.push({ key, fault: faults.checkFailed(where, facts) });
  }
  return messages;
}

/** Gives what the messages of checks may see. */
function shownTo(values: Record<string, unknown>, key: string, secrets: ReadonlySet<string>): Shown {
  if (!hasSecrets(values, secrets)) return { object: values, value: valueOf(values, key) };
  const object = maskedCopy(values, secrets) as Record<string, unknown>;
  // A getter of the copy is made from masked values.
  if (!secrets.has(key)) return { object, value: valueOf(object, key) };
  const value = valueOf(values, key);
  return { object, value: Array.isArray(value) ? value.map(maskedText) : maskedText(value) };
}

/** Reads a property, which may be a getter that throws: the checks meet it again and report it. */
function valueOf(values: Record<string, unknown>, key: string): unknown {
  try {
    return values[key];
  } catch {
    return MASK;
  }
}

/** Keeps the length of a text, since messages choose their words by it. */
function maskedText(value: unknown): string {
  return typeof value === 'string' ? '•'.repeat(value.length) : MASK;
}

/** Gives a value as it may be printed. */
export function shownValue(value: unknown, isSecret: boolean): string {
  if (isSecret && value !== undefined && value !== null) return MASK;
  return inspect(maskValue(value), { breakLength: Infinity, depth: 3 });
}
