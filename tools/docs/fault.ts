/** Something wrong in a Markdown page, at the place where its author mends it. */
export interface Fault {
  /** The page's path from the repository's root. */
  readonly page: string;
  readonly line: number;
  readonly column: number;
  /** What is wrong and how to mend it; further lines may follow the first. */
  readonly text: string;
}

/** Prints a fault as editors and terminals make links of it. */
export function formatFault({ page, line, column, text }: Fault): string {
  return `${page}:${line}:${column}: ${text}`;
}

/** Orders faults as a reader meets them. */
export function byPlace(a: Fault, b: Fault): number {
  return a.page.localeCompare(b.page) || a.line - b.line || a.column - b.column;
}
