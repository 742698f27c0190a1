/**
 * Which functions read what comes from outside or from the store, and which of them are fuzzed: found in the sources, so
 * that a new decoder without fuzzing is noticed. A decoder is a function at the top of a file that is named decode… or
 * parse…, or read… and exported, unless it takes a Reader and so is a part of another. A file that calls JSON.parse,
 * createReader or TextDecoder counts too, whatever its functions are called. Reads no disk: the files are handed in.
 */
import { posix } from 'node:path';
import ts from 'typescript';

export interface SourceText {
  /** relative to the root of the repository, with forward slashes */
  readonly path: string;
  readonly text: string;
}

/** `path#name` */
export type FunctionId = string;

const decoderName = /^(decode|parse|read)[A-Z]/;
/** What a file keeps to itself and calls read… reads from a port more often than from bytes. */
const ownDecoderName = /^(decode|parse)[A-Z]/;
const rawReading = /\bJSON\.parse\(|\bcreateReader\(|\bnew TextDecoder\(/;

const parsed = ({ path, text }: SourceText): ts.SourceFile =>
  ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, path.endsWith('.ts') ? ts.ScriptKind.TS : undefined);

const isExported = (node: ts.Node): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

interface NamedFunction {
  readonly name: string;
  readonly exported: boolean;
  readonly parameters: readonly ts.ParameterDeclaration[];
}

const namedFunctions = (source: ts.SourceFile): readonly NamedFunction[] =>
  source.statements.flatMap((statement): readonly NamedFunction[] => {
    const exported = isExported(statement);
    if (ts.isFunctionDeclaration(statement)) {
      const { name, parameters } = statement;
      return name === undefined ? [] : [{ name: name.text, exported, parameters: [...parameters] }];
    }
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
      ts.isIdentifier(name) && initializer !== undefined && ts.isArrowFunction(initializer)
        ? [{ name: name.text, exported, parameters: [...initializer.parameters] }]
        : [],
    );
  });

const isPart = ({ parameters: [first] }: NamedFunction): boolean => first?.type?.getText() === 'Reader';

/** What of this file has to be fuzzed: its decoders, those for others first, and `*` for a file that reads raw bytes. */
export interface DecoderFile {
  readonly path: string;
  readonly exported: readonly string[];
  readonly own: readonly string[];
  readonly readsRaw: boolean;
}

export const decodersOf = (file: SourceText): DecoderFile => {
  const found = namedFunctions(parsed(file)).filter((one) => !isPart(one));
  const names = (exported: boolean, form: RegExp) =>
    found.filter((one) => one.exported === exported && form.test(one.name)).map(({ name }) => name);
  return {
    path: file.path,
    exported: names(true, decoderName),
    own: names(false, ownDecoderName),
    readsRaw: rawReading.test(file.text),
  };
};

type Files = ReadonlyMap<string, string>;

const resolved = (from: string, specifier: string): string => posix.join(posix.dirname(from), specifier);

/** Where a name that a file exports is declared: indexes are followed. */
const declaredIn = (path: string, name: string, files: Files): FunctionId => {
  const text = files.get(path);
  if (text === undefined) return `${path}#${name}`;
  for (const statement of parsed({ path, text }).statements) {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) continue;
    if (!ts.isStringLiteral(statement.moduleSpecifier) || statement.exportClause === undefined) continue;
    if (!ts.isNamedExports(statement.exportClause)) continue;
    const found = statement.exportClause.elements.find((element) => element.name.text === name);
    if (found === undefined) continue;
    return declaredIn(resolved(path, statement.moduleSpecifier.text), (found.propertyName ?? found.name).text, files);
  }
  return `${path}#${name}`;
};

const importsOf = (source: ts.SourceFile, files: Files): ReadonlyMap<string, FunctionId> => {
  const imports = new Map<string, FunctionId>();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings)) continue;
    const from = resolved(source.fileName, statement.moduleSpecifier.text);
    for (const { name, propertyName } of bindings.elements) {
      imports.set(name.text, declaredIn(from, (propertyName ?? name).text, files));
    }
  }
  return imports;
};

/** The functions that stand as `decoder:` in the targets of a fuzz test. */
export const fuzzedIn = (test: SourceText, files: Files): readonly FunctionId[] => {
  const source = parsed(test);
  const imports = importsOf(source, files);
  const fuzzed: FunctionId[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'decoder' && ts.isIdentifier(node.initializer)) {
      const id = imports.get(node.initializer.text);
      if (id !== undefined) fuzzed.push(id);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return fuzzed;
};

/**
 * What of a file is not fuzzed, as `path#name` or, for a file that reads raw bytes and has no fuzzed function, `path#*`.
 * A function that a file keeps to itself counts as fuzzed with an exported one of the same file.
 */
export const notFuzzed = ({ path, exported, own, readsRaw }: DecoderFile, fuzzed: ReadonlySet<FunctionId>) => {
  const isOpened = [...fuzzed].some((id) => id.startsWith(`${path}#`));
  const missing = [...exported.filter((name) => !fuzzed.has(`${path}#${name}`)), ...(isOpened ? [] : own)];
  if (missing.length === 0 && readsRaw && !isOpened) missing.push('*');
  return missing.map((name): FunctionId => `${path}#${name}`);
};
