import type { ImportDeclaration, ImportSpecifier } from 'oxc-parser';
import { appendItem } from './append-item.js';
import { importedName, type ModuleSource, namedSpecifiers, NotEditable } from './module-source.js';

/**
 * Imports a class by its name, unless it is imported already; an import of its type alone becomes one of the class.
 *
 * @param path - as the file imports: `./order.controller.js`
 * @returns the name that it has in the file
 * @throws NotEditable if the file has something else of that name
 */
export function importClass(source: ModuleSource, name: string, path: string): string {
  const fromFile = source.imports.filter((declaration) => declaration.source.value === path);
  for (const declaration of fromFile) {
    const specifier = namedSpecifiers(declaration).find((each) => importedName(each) === name);
    if (!specifier) continue;
    makeValue(source, declaration, specifier);
    return specifier.local.name;
  }
  if (declaredNames(source).has(name)) throw new NotEditable(`it has another ${name}`);
  const open = fromFile.find((each) => each.importKind !== 'type' && namedSpecifiers(each).length > 0);
  if (open) addSpecifier(source, open, name);
  else addDeclaration(source, name, path);
  return name;
}

function addSpecifier(source: ModuleSource, declaration: ImportDeclaration, name: string): void {
  const items = namedSpecifiers(declaration);
  const start = source.find('{', declaration.start);
  const end = source.find('}', items.at(-1)?.end ?? start) + 1;
  appendItem(source, { start, end }, items, name, ' ');
}

function addDeclaration(source: ModuleSource, name: string, path: string): void {
  const { imports, text, edits, lineEnd } = source;
  // The file imports @Module at the least.
  const last = imports.at(-1) as ImportDeclaration;
  const quote = text.charAt(last.source.start);
  const end = text.charAt(last.end - 1) === ';' ? ';' : '';
  const written = `import { ${name} } from ${quote}${path}${quote}${end}`;
  edits.appendLeft(source.commentsBehind(last.end).end, `${lineEnd}${written}`);
}

/** Takes the mark `type` off a name, and puts it on the other names of a declaration that had it for all. */
function makeValue(source: ModuleSource, declaration: ImportDeclaration, specifier: ImportSpecifier): void {
  if (declaration.importKind === 'type') {
    removeType(source, declaration.start + 'import'.length);
    for (const other of namedSpecifiers(declaration)) {
      if (other !== specifier) source.edits.appendRight(other.start, 'type ');
    }
  } else if (specifier.importKind === 'type') {
    removeType(source, specifier.start);
  }
}

function removeType(source: ModuleSource, start: number): void {
  const { text, edits } = source;
  const word = source.find('type', start);
  const behind = /^[ \t]*/.exec(text.slice(word + 4))?.[0].length ?? 0;
  edits.remove(word, word + 4 + behind);
}

/** Gives all names that the file has at its top. */
function declaredNames({ imports, program }: ModuleSource): Set<string> {
  const imported = imports.flatMap(({ specifiers }) => specifiers.map(({ local }) => local.name));
  const declared = program.body.flatMap((statement) => {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    switch (declaration?.type) {
      case 'VariableDeclaration':
        return declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []));
      case 'ClassDeclaration':
      case 'FunctionDeclaration':
      case 'TSEnumDeclaration':
      case 'TSInterfaceDeclaration':
      case 'TSTypeAliasDeclaration':
        return declaration.id ? [declaration.id.name] : [];
      default:
        return [];
    }
  });
  return new Set([...imported, ...declared]);
}
