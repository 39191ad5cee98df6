/** A parameter as it stands in the source of a constructor or a method. */
export interface ParameterName {
  readonly name: string;
  readonly isRest: boolean;
}

/**
 * Reads the names of a constructor's parameters from the class's JavaScript text.
 *
 * Metadata has types without names, and a diagnostic needs both. Called only for a fault.
 *
 * @returns undefined if the class has no constructor of its own or its text is not to be had
 */
export function parameterNames(
  type: abstract new (...parameters: never[]) => unknown,
): readonly ParameterName[] | undefined {
  const source = Function.prototype.toString.call(type);
  const body = skipText(source);
  const start = constructorStart(body);
  return start === undefined ? undefined : readNames(body.slice(start));
}

/** What was wrapped, by what stands in its place. */
const wrapped = new WeakMap<object, (...parameters: never[]) => unknown>();

/**
 * Notes that a method wraps another one, for decorators of packages that put theirs in the place of the user's:
 * diagnostics then name the parameters as the user has.
 */
export function declareWrapper(
  wrapper: (...parameters: never[]) => unknown,
  method: (...parameters: never[]) => unknown,
): void {
  wrapped.set(wrapper, wrapped.get(method) ?? method);
}

/**
 * Reads the names of a method's parameters from its JavaScript text. Called only for a fault.
 *
 * @returns an empty list if the text is not to be had
 */
export function methodParameterNames(method: (...parameters: never[]) => unknown): readonly ParameterName[] {
  const body = skipText(Function.prototype.toString.call(wrapped.get(method) ?? method));
  const start = body.indexOf('(');
  return start === -1 ? [] : readNames(body.slice(start + 1));
}

function readNames(text: string): ParameterName[] {
  return splitParameters(text).map((part) => {
    const isRest = part.startsWith('...');
    const name = part.slice(isRest ? 3 : 0).match(/^[\p{ID_Start}$_][\p{ID_Continue}$]*/u)?.[0];
    return { name: name ?? `${part[0] ?? ''}…`, isRest };
  });
}

/** Blanks out comments, strings, templates and regular expressions, so that brackets and commas can be counted. */
function skipText(source: string): string {
  return source.replace(
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`|(?<=[=(,:;!&|?{}[\n]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n])+\/[a-z]*/g,
    (text) => (text.startsWith('/*') || text.startsWith('//') ? ' ' : '0'),
  );
}

/** Gives the index after `constructor(` at the level of the class's own members. */
function constructorStart(body: string): number | undefined {
  let depth = 0;
  for (let index = 0; index < body.length; index++) {
    const letter = body[index] as string;
    if ('{[('.includes(letter)) depth++;
    else if ('}])'.includes(letter)) depth--;
    else if (depth === 1 && letter === 'c' && !/[\w$.#]/.test(body[index - 1] ?? '')) {
      const match = /^constructor\s*\(/.exec(body.slice(index, index + 40));
      if (match) return index + match[0].length;
    }
  }
  return undefined;
}

/** Splits what stands before the closing bracket at its own commas. */
function splitParameters(text: string): string[] {
  const parameters: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const letter = text[index] as string;
    if ('{[('.includes(letter)) depth++;
    else if (depth > 0 && '}])'.includes(letter)) depth--;
    else if (depth === 0 && (letter === ',' || letter === ')')) {
      const parameter = text.slice(start, index).trim();
      if (parameter !== '') parameters.push(parameter);
      start = index + 1;
      if (letter === ')') return parameters;
    }
  }
  return parameters;
}
