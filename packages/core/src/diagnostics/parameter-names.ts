/** A parameter as it stands in a constructor's source. */
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
  if (start === undefined) return undefined;
  return splitParameters(body.slice(start)).map((text) => {
    const isRest = text.startsWith('...');
    const name = text.slice(isRest ? 3 : 0).match(/^[\p{ID_Start}$_][\p{ID_Continue}$]*/u)?.[0];
    return { name: name ?? `${text[0] ?? ''}…`, isRest };
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
