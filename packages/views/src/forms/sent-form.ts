import { FAILED_FORM, type FailedForm, type RequestContext } from '@tenon/http';
import { typed } from './failed-fields.js';
import type { FormPlan } from './form-plan.js';

/** The field with the name of a form. */
export const NAME_FIELD = '_form';

/**
 * Gives the form that was refused, if it is this one.
 *
 * A page may have the same form for many things. Where it is shown again at once, the address tells which of them it was.
 */
export function failedForm(
  { handler }: FormPlan,
  context: RequestContext | undefined,
  url: string,
  name: string | undefined,
): FailedForm | undefined {
  const failed = context?.get(FAILED_FORM);
  if (context === undefined || failed?.handler !== handler) return undefined;
  // A session without room for what was typed has not kept the name either. Better to be told of it twice than not at all.
  const isWhole = Object.keys(failed.old).length > 0;
  if (isWhole && typed(failed.old, NAME_FIELD)?.[0] !== name) return undefined;
  const { method, url: here } = context.request;
  const isAtOnce = method !== 'GET' && method !== 'HEAD';
  return isAtOnce && pathOf(here) !== pathOf(url) ? undefined : failed;
}

/** Gives what a form has asked for, on the page that it asks for: the fields behind the `?` of its address. */
export function askedFor(
  { fields }: FormPlan,
  context: RequestContext | undefined,
  url: string,
): FailedForm['old'] | undefined {
  if (context === undefined || pathOf(context.request.url) !== pathOf(url)) return undefined;
  const query = context.request.query as FailedForm['old'];
  return Object.keys(query).some((name) => fields?.has(name) ?? true) ? query : undefined;
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] as string;
}
