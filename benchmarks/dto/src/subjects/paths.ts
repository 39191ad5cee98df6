/** What class-validator's error trees have in common with ours. */
interface ErrorNode {
  readonly property: string;
  readonly constraints?: Readonly<Record<string, string>>;
  readonly children?: readonly ErrorNode[];
}

/** The paths of the constraints that failed in a tree of errors. */
export function pathsOfTree(errors: unknown): string[] {
  const found = new Set<string>();
  const walk = (nodes: readonly ErrorNode[], above: string): void => {
    for (const { property, constraints, children } of nodes) {
      if (constraints !== undefined) found.add(above + property);
      walk(children ?? [], `${above}${property}.`);
    }
  };
  walk((errors ?? []) as readonly ErrorNode[], '');
  return [...found].toSorted();
}

/** Sorts paths and leaves out what stands there twice. */
export function sorted(paths: readonly string[]): string[] {
  return [...new Set(paths)].toSorted();
}
