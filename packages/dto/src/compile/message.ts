import type { ValidationArguments } from 'class-validator';

/** The last text of a decorator and what became of it, if that depends on nothing but the decorator. */
export interface ExpandedMessage {
  text: string | undefined;
  expanded: string | undefined;
  /** How the constraints were printed. A list that `@IsIn` was given may have grown since. */
  printed: readonly string[];
  /** Whether it is the same for ever, so that nobody has to ask again. */
  isFixed: boolean;
}

/**
 * Expands the tokens of a message as class-validator does: `$constraint1…`, `$value`, `$property`, `$target`, in this
 * order, each by `String.replace`, so that `$&` in a value expands once more.
 *
 * @param message - the text, or a function that gives it
 * @param args - what the tokens stand for
 * @param last - the decorator's last message, which is used again and replaced
 * @returns the text; what is neither text nor function gives `undefined`, as in the original
 */
export function expandMessage(message: unknown, args: ValidationArguments, last?: ExpandedMessage): string | undefined {
  // Its name is the original's, for it is in the engine's error when a message function gives no text.
  let messageString: string | undefined;
  if (typeof message === 'function') messageString = (message as (args: ValidationArguments) => string)(args);
  else if (typeof message === 'string') messageString = message;
  if (!messageString) return messageString;
  const given = messageString;
  // `map` and `forEach` leave holes out.
  const printed = Array.isArray(args.constraints) ? args.constraints.map(constraintText) : NOTHING;
  if (last !== undefined && last.text === given && isSame(last.printed, printed)) return last.expanded;
  printed.forEach((constraint, index) => {
    messageString = messageString?.replace(constraintToken(index), constraint);
  });
  const { value } = args as { value: unknown };
  const saysValue = typeof messageString === 'string' && messageString.includes('$value');
  if (messageString && (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')) {
    messageString = messageString.replace(/\$value/g, value as string);
  }
  if (messageString) messageString = messageString.replace(/\$property/g, args.property);
  const saysTarget = typeof messageString === 'string' && messageString.includes('$target');
  messageString = messageString && messageString.replace(/\$target/g, args.targetName);
  if (last !== undefined && !saysValue && !saysTarget) {
    last.text = given;
    last.expanded = messageString;
    last.printed = printed;
  }
  return messageString;
}

const NOTHING: readonly string[] = [];

function isSame(one: readonly string[], other: readonly string[]): boolean {
  for (let index = 0; index < other.length; index += 1) if (one[index] !== other[index]) return false;
  return one.length === other.length;
}

const constraintTokens: RegExp[] = [];

function constraintToken(index: number): RegExp {
  return (constraintTokens[index] ??= new RegExp(`\\$constraint${index + 1}`, 'g'));
}

function constraintText(constraint: unknown): string {
  if (Array.isArray(constraint)) return constraint.join(', ');
  // oxlint-disable-next-line typescript/restrict-template-expressions -- whatever a decorator was given is printed, as the original prints it
  return `${typeof constraint === 'symbol' ? constraint.description : constraint}`;
}
