import type { ValidationArguments } from 'class-validator';

/**
 * Expands the tokens of a message as class-validator does: `$constraint1…`, `$value`, `$property`, `$target`, in this
 * order, each by `String.replace`, so that `$&` in a value expands once more.
 *
 * @param message - the text, or a function that gives it
 * @param args - what the tokens stand for
 * @returns the text; what is neither text nor function gives `undefined`, as in the original
 */
export function expandMessage(message: unknown, args: ValidationArguments): string | undefined {
  let text: string | undefined;
  if (typeof message === 'function') text = (message as (args: ValidationArguments) => string)(args);
  else if (typeof message === 'string') text = message;
  if (!text) return text;
  if (typeof text === 'string' && !text.includes('$') && isPrintable(args.constraints)) return text;
  if (Array.isArray(args.constraints)) {
    // `forEach` leaves holes out.
    args.constraints.forEach((constraint, index) => {
      text = text?.replace(constraintToken(index), constraintText(constraint));
    });
  }
  const { value } = args as { value: unknown };
  if (text && (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')) {
    text = text.replace(/\$value/g, value as string);
  }
  if (text) text = text.replace(/\$property/g, args.property);
  return text && text.replace(/\$target/g, args.targetName);
}

/** Tells whether printing the constraints cannot throw, so that it can be left out where no token asks for them. */
function isPrintable(constraints: readonly unknown[] | undefined): boolean {
  return !Array.isArray(constraints) || constraints.every((one) => typeof one !== 'object' || one instanceof RegExp);
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
