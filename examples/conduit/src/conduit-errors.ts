import { Expose } from '@tenon/dto';
import { createContextKey, type InputError, NotFoundException, type Problem, type RequestContext } from '@tenon/http';

/** What this API calls the things that may not be there, or not be anybody's to change. */
export type Thing = 'article' | 'comment' | 'profile';

/** What a request is about, for when it may not be done. */
export const ABOUT = createContextKey<Thing>('what the request is about');

/** For what is not there. */
export function notFound(thing: Thing): NotFoundException {
  return new NotFoundException('', { extensions: { thing } });
}

/** The errors of RealWorld's API: texts by what they are about. */
export class ConduitErrors {
  @Expose() errors!: Readonly<Record<string, readonly string[]>>;
}

/** Makes the body of every error reply, in the form that RealWorld's clients know. */
export function renderProblem(problem: Problem, _: unknown, context: RequestContext): ConduitErrors {
  context.reply.type('application/json; charset=utf-8');
  const { errors, thing = context.get(ABOUT) } = problem;
  return { errors: errors ? byField(errors) : byStatus({ ...problem, thing }) };
}

function byStatus({ status, code, title, detail, thing }: Problem): ConduitErrors['errors'] {
  if (code === 'missing-token') return { token: ['is missing'] };
  if (code === 'invalid-token') return { token: ['is invalid'] };
  if (code === 'wrong-credentials') return { credentials: ['invalid'] };
  const text = { 403: 'forbidden', 404: 'not found' }[status] ?? detail ?? title;
  return { [typeof thing === 'string' ? thing : 'request']: [text] };
}

const BLANK = "can't be blank";

function byField(errors: readonly InputError[]): ConduitErrors['errors'] {
  const fields: Record<string, string[]> = {};
  for (const error of errors) {
    const field = fieldOf(error);
    (fields[field] ??= []).push(textOf(error, field));
  }
  // Of a text that is not there, nobody needs to hear what else it is not.
  for (const [field, texts] of Object.entries(fields)) if (texts.includes(BLANK)) fields[field] = [BLANK];
  return fields;
}

/** The name of the innermost property, `tagList` of `#/article/tagList/0`. */
function fieldOf({ name, pointer = '' }: InputError): string {
  return name ?? pointer.split('/').findLast((step) => /^[a-z]/i.test(step)) ?? 'body';
}

/** Clients show the field before the text, which need not begin with it therefore. */
function textOf({ code, message }: InputError, field: string): string {
  if (code === 'required') return BLANK;
  if (code === 'unique') return 'has already been taken';
  return message.startsWith(`${field} `) ? message.slice(field.length + 1) : message;
}
