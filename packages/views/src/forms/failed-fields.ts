import { FAILED_FORM, type FailedForm, type InputError, type RequestContext } from '@tenon/http';

/** Gives what was typed into a field; of several values the first one. */
export function oldOf(context: RequestContext | undefined) {
  return (field: string): string | undefined => typed(context?.get(FAILED_FORM)?.old, field)?.[0];
}

/** Gives all that was typed into a field. */
export function typed(old: FailedForm['old'] | undefined, field: string): readonly string[] | undefined {
  if (old === undefined || !Object.hasOwn(old, field)) return undefined;
  const value = old[field];
  return typeof value === 'string' ? [value] : value;
}

/** Gives what is wrong with a field, or without one with all of the form: the messages. */
export function errorsOf(context: RequestContext | undefined) {
  return (field?: string): readonly string[] => {
    const form = context?.get(FAILED_FORM);
    if (form === undefined) return [];
    if (field !== undefined)
      return form.errors.filter((error) => fieldOf(error) === field).map(({ message }) => message);
    return [...(form.message === undefined ? [] : [form.message]), ...form.errors.map(({ message }) => message)];
  };
}

/** Gives the name of the field that an error is about, `title` of `#/title`; the first one of a path. */
export function fieldOf({ pointer }: InputError): string | undefined {
  const [, step] = pointer?.split('/') ?? [];
  if (step === undefined) return undefined;
  try {
    return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return step;
  }
}
