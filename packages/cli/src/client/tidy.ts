import ts from 'typescript';

/** Gives the tokens of a text, with all that stands between them. */
function* tokensOf(text: string): Generator<{ readonly kind: ts.SyntaxKind; readonly text: string }> {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, text);
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    yield { kind, text: scanner.getTokenText() };
  }
}

/** Writes what the compiler prints as a client is written: by two spaces, and with simple quotation marks. */
export function tidy(printed: string): string {
  const indented = printed.replaceAll(/(?<=\n)(?: {4})+/g, (spaces) => spaces.slice(spaces.length / 2));
  let text = '';
  for (const token of tokensOf(indented)) {
    const isSimple = token.kind === ts.SyntaxKind.StringLiteral && !/['\\]/.test(token.text);
    text += isSimple ? `'${token.text.slice(1, -1)}'` : token.text;
  }
  return text;
}

/** Whether a text declares types, and does nothing. */
export function hasOnlyTypes(text: string): boolean {
  const file = ts.createSourceFile('types.ts', text, ts.ScriptTarget.Latest);
  return file.statements.every(
    (statement) => ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement),
  );
}

/**
 * Gives all names that a text has or uses, and all words that no name may be. Not the names of its type parameters, behind
 * which others may stand.
 */
export function identifiersOf(text: string): Set<string> {
  const file = ts.createSourceFile('client.ts', text, ts.ScriptTarget.Latest);
  const used = new Set<string>(RESERVED);
  const parameters = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isTypeParameterDeclaration(node)) parameters.add(node.name.text);
    else if (ts.isIdentifier(node)) used.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  for (const statement of file.statements) {
    if ('name' in statement) parameters.delete((statement.name as ts.Identifier).text);
  }
  return used.difference(parameters);
}

/** Words that no type may be called. */
const RESERVED = Object.values(ts.SyntaxKind)
  .filter((kind): kind is ts.SyntaxKind => typeof kind === 'number')
  .filter((kind) => kind >= ts.SyntaxKind.FirstKeyword && kind <= ts.SyntaxKind.LastKeyword)
  .map((kind) => String(ts.tokenToString(kind)));
