import { Expose } from '@tenon/dto';
import { HttpException, type InputError, type Problem, type RequestContext } from '@tenon/http';
import { Article } from './articles/article.js';
import { Comment } from './comments/comment.js';
import { User } from './users/user.js';

/** What this API calls the things that may not be there, or not be anybody's to change. */
const NAMES: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [Article, 'article'],
  [Comment, 'comment'],
  [User, 'profile'],
]);

/** The errors of RealWorld's API: texts by what they are about. */
export class ConduitErrors {
  @Expose() errors!: Readonly<Record<string, readonly string[]>>;
}

/** Makes the body of the API's error replies, in the form that RealWorld's clients know. The site has pages for its own. */
export function renderProblem(problem: Problem, error: unknown, context: RequestContext): ConduitErrors | undefined {
  if (!context.request.url.startsWith('/api/')) return undefined;
  context.reply.type('application/json; charset=utf-8');
  const { errors } = problem;
  const subject = error instanceof HttpException ? error.subject : undefined;
  return { errors: errors ? byField(errors) : byStatus(problem, NAMES.get(subject) ?? 'request') };
}

function byStatus({ status, code, title, detail }: Problem, about: string): ConduitErrors['errors'] {
  if (code === 'missing-token') return { token: ['is missing'] };
  if (code === 'invalid-token') return { token: ['is invalid'] };
  if (code === 'wrong-credentials') return { credentials: ['invalid'] };
  const text = { 403: 'forbidden', 404: 'not found' }[status] ?? detail ?? title;
  return { [about]: [text] };
}

const BLANK = "can't be blank";

/** Sorts what is wrong by its field. */
export function byField(errors: readonly InputError[]): ConduitErrors['errors'] {
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
