import type { EnhancerModel, FileModel } from '../contracts/route-model.js';
import type { ParameterRecord } from '../decorators/controller-record.js';

/** What is wrong with a file that a handler asks for, and the mend. */
export interface FileProblem {
  readonly problem: string;
  readonly fix: string;
}

const NO_TYPES: readonly string[] = Object.freeze([]);
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/(?:\*|[\w!#$&^.+-]+)$/;

/**
 * Reads as what a file comes.
 *
 * @param readSink - gives a sink that was named; undefined after a fault was reported
 * @param report - told of each problem
 */
export function readFile(
  { file }: ParameterRecord,
  readSink: (given: unknown) => EnhancerModel | undefined,
  report: (problem: FileProblem) => void,
): FileModel | undefined {
  const { isList = false, types = NO_TYPES, maxSize, maxFiles, to = 'auto' } = file ?? {};
  for (const type of types) {
    if (MEDIA_TYPE.test(type) && type === type.toLowerCase() && type !== '*/*') continue;
    const problem = `of the type ${JSON.stringify(type)}, which is no media type`;
    report({
      problem,
      fix: 'write it in lower case as image/png, or image/* for all images; without types, any file is taken',
    });
  }
  for (const [name, value] of Object.entries({ maxSize, maxFiles })) {
    if (value === undefined || value > 0) continue;
    report({
      problem: `with ${name}: ${String(value)}, so that none could come`,
      fix: `let ${name} be 1 or more, or leave it out`,
    });
  }
  const shared = { kind: 'file', isList, maxSize, maxFiles, types } as const;
  if (to === 'auto' || to === 'memory' || to === 'disk' || to === 'handler') return { ...shared, to, sink: undefined };
  const sink = readSink(to);
  return sink && { ...shared, to: 'sink', sink };
}

/** Finds parameters that ask for the same file, and others that come behind one which the handler reads. */
export function problemsOfFiles(parameters: readonly ParameterRecord[]): readonly (FileProblem & { index: number })[] {
  const files = parameters.filter(({ source }) => source === 'file').toSorted((a, b) => a.index - b.index);
  return files.flatMap(({ name, index, file }, at) => {
    const before = files.slice(0, at);
    if (before.some((other) => other.name === name)) {
      const problem =
        name === undefined
          ? 'as all files, as another parameter does'
          : `from ${JSON.stringify(name)}, as another parameter does`;
      return [{ index, problem, fix: 'take them once: @UploadedFiles() gives several files of one field' }];
    }
    if (file?.to === 'handler' && before.some((other) => other.file?.to === 'handler')) {
      const problem = 'while it comes, as another one: there is one after the other in a form';
      return [
        {
          index,
          problem,
          fix: "take them together, as in @UploadedFiles({ to: 'handler' }), or let one of them go to disk",
        },
      ];
    }
    return [];
  });
}
