/**
 * The rules of tidy sources, each a function from one file's text to its complaints; an empty list is praise.
 * Owns the numbers: 500 lines a file, 70 a function, headers of two to ten lines. Reads no disk, so that every rule is
 * shown to fail on a bad sample.
 */
import ts from 'typescript';

export interface SourceFile {
  /** relative to the root of the repository, with forward slashes */
  readonly path: string;
  readonly text: string;
}

const fileLinesMax = 500;
const functionLinesMax = 70;
const headerLinesMin = 2;
const headerLinesMax = 10;

/** Names that say nothing about what is inside. */
const bannedNames = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'types', 'constants']);

export function fileIsShort({ path, text }: SourceFile): string[] {
  const lines = text.trimEnd().split('\n').length;
  return lines > fileLinesMax ? [`${path}: ${lines} lines, at most ${fileLinesMax}`] : [];
}

export function nameSaysWhatIsInside({ path }: SourceFile): string[] {
  const parts = path.split('/').map((part) => part.split('.')[0] ?? '');
  return parts.filter((part) => bannedNames.has(part)).map((part) => `${path}: the name '${part}' says nothing`);
}

/** A file opens with what it is for: a comment of two to ten lines; one is enough for a test or an index. */
export function headerIsThere({ path, text }: SourceFile): string[] {
  const lines = headerLines(text);
  const atLeast = /(\.test\.ts|\/index\.ts)$/.test(path) ? 1 : headerLinesMin;
  if (lines >= atLeast && lines <= headerLinesMax) return [];
  return [`${path}: opens with ${lines} lines of comment, needs ${atLeast} to ${headerLinesMax}`];
}

/** Lines that hold words, in the comment a file begins with. */
function headerLines(text: string): number {
  const start = text.replace(/^#!.*\n/, '').trimStart();
  const comment = /^(\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|(\/\/.*\n)+)/.exec(start)?.[0] ?? '';
  return comment.split('\n').filter((line) => /\p{L}/u.test(line)).length;
}

export function functionsAreShort({ path, text }: SourceFile): string[] {
  const scripts = path.endsWith('.svelte') ? scriptsOf(text) : [{ text, firstLine: 1 }];
  return scripts.flatMap((script) => longFunctions(path, script.text, script.firstLine));
}

function scriptsOf(svelte: string): { readonly text: string; readonly firstLine: number }[] {
  return [...svelte.matchAll(/(<script[^>]*>)([\s\S]*?)<\/script>/g)].map((match) => ({
    text: match[2] ?? '',
    firstLine: svelte.slice(0, match.index).split('\n').length,
  }));
}

function longFunctions(path: string, text: string, firstLine: number): string[] {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true);
  const complaints: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && !isTestGroup(node)) {
      const start = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const lines = source.getLineAndCharacterOfPosition(node.end).line - start + 1;
      if (lines > functionLinesMax) {
        complaints.push(`${path}:${firstLine + start}: a function of ${lines} lines, at most ${functionLinesMax}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return complaints;
}

/** `describe('…', () => { … })` is a heading, not a function with a job. */
function isTestGroup(node: ts.Node): boolean {
  const call = node.parent;
  if (!ts.isCallExpression(call)) return false;
  return /^(test\.)?describe\b/.test(call.expression.getText());
}

/** Nothing in the repository knows the machine it was written on, nor from where its packages came. */
export function knowsNoMachine({ path, text }: SourceFile): string[] {
  const patterns = [
    /(?<![\w.])\/(work|root|home|Users)\/[A-Za-z0-9_.-]+/,
    /(?<![\w.])\/tmp\//,
    /[A-Z]:\\+Users\\/,
    /https?:\/\/[^/\s'"`]*\b(registry|artifactory|nexus|verdaccio|npm-mirror|proxy)\b[^/\s'"`]*/,
    /"resolved":\s"http/,
  ];
  return patterns.flatMap((pattern) => {
    const found = pattern.exec(text)?.[0];
    return found === undefined ? [] : [`${path}: names a machine or a registry: ${found}`];
  });
}

/** What stands in for work that was not done. */
export function nothingIsPutOff({ path, text }: SourceFile): string[] {
  const found = /\b(TO[D]O|FIX[M]E|X[X]X)\b|@ts-(ignore|nocheck)|\bas unknown as\b/.exec(text)?.[0];
  return found === undefined ? [] : [`${path}: holds '${found}'`];
}
