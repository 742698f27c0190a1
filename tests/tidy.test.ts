/** The repository is tidy: every source and document is held to the rules in tests/tidy/. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { apiPage, apiPageText } from '../scripts/api-docs.ts';
import { sharedSuites, storySuites, verifySuites } from '../scripts/suites.mjs';
import { linksResolve } from './tidy/doc-rules.ts';
import {
  fileIsShort,
  functionsAreShort,
  headerIsThere,
  knowsNoMachine,
  nameSaysWhatIsInside,
  nothingIsPutOff,
} from './tidy/source-rules.ts';
import type { SourceFile } from './tidy/source-rules.ts';
import { textIsInTheCatalogue } from './tidy/visible-text.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const notOurs = new Set([
  'node_modules',
  'dist',
  'generated',
  '.git',
  '.tabchain',
  'test-results',
  'playwright-report',
]);
const textFile =
  /\.(ts|mjs|cjs|js|svelte|css|html|json|md|svg)$|(^|\/)(run|LICENSE|\.npmrc|\.gitignore|\.prettierignore)$/;
const sourceFolders = ['shared', 'browser-node', 'relay', 'terminal-node', 'bench', 'scripts', 'tests'];

const files = filesUnder(root);
const sources = files.filter(
  ({ path }) => sourceFolders.includes(path.split('/')[0] ?? '') && /\.(ts|mjs|svelte|css)$/.test(path),
);

function filesUnder(folder: string): SourceFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (notOurs.has(entry.name) || entry.name.startsWith('.tabchain-')) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(path);
    const name = relative(root, path).split(sep).join('/');
    // Of a picture only its being there counts, for the links to it.
    if (name.endsWith('.png')) return [{ path: name, text: '' }];
    return textFile.test(name) ? [{ path: name, text: readFileSync(path, 'utf8') }] : [];
  });
}

describe('sources', () => {
  test('there are some', () => {
    expect(sources.length).toBeGreaterThan(10);
  });

  test.each([
    ['files are short', fileIsShort],
    ['functions are short', functionsAreShort],
    ['names say what is inside', nameSaysWhatIsInside],
    ['files open with what they are for', headerIsThere],
    ['nothing is put off', nothingIsPutOff],
  ])('%s', (_name, rule) => {
    expect(sources.flatMap((file) => rule(file))).toEqual([]);
  });
});

/** The one component whose text is not in the catalogue: the parts as developers look at them. */
const untranslated = /^browser-node\/ui\/parts-screen\.svelte$/;

test('visible text stands in the catalogue', () => {
  const components = sources.filter(({ path }) => path.endsWith('.svelte') && !untranslated.test(path));
  expect(components.length).toBeGreaterThan(50);
  expect(components.flatMap((file) => textIsInTheCatalogue(file))).toEqual([]);
});

test('no file knows a machine or a registry', () => {
  expect(files.flatMap((file) => knowsNoMachine(file))).toEqual([]);
});

test('links between documents lead somewhere', () => {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const pages = [...texts.keys()].filter((path) => path.endsWith('.md'));
  expect(pages.flatMap((page) => linksResolve(page, texts))).toEqual([]);
});

test('docs/api.md is current; `node scripts/api-docs.ts` writes it', () => {
  expect(readFileSync(apiPage, 'utf8')).toBe(apiPageText());
});

describe('the gate', () => {
  /** Twelve minutes on two cores; all but the stories run two at a time. */
  const gateSecondsMax = 12 * 60;
  const verifySecondsMax = 2 * 60;
  const sum = (suites: readonly { readonly seconds: number }[]) =>
    suites.reduce((all, { seconds }) => all + seconds, 0);

  test('its declared seconds fit into its budget', () => {
    const verifySeconds = sum(verifySuites) / 2;
    expect(verifySeconds).toBeLessThanOrEqual(verifySecondsMax);
    const longSeconds = sum(sharedSuites) / 2 + sum(storySuites);
    expect(verifySeconds + longSeconds).toBeLessThanOrEqual(gateSecondsMax);
  });

  test('every folder of sources is known to it', () => {
    const known = new Set([...sourceFolders, 'docs', 'examples', 'public', '.ci']);
    const unknown = files
      .map(({ path }) => path.split('/'))
      .filter((parts) => parts.length > 1 && !known.has(parts[0] ?? ''));
    expect(unknown.map((parts) => parts.join('/'))).toEqual([]);
  });

  test('the continuous integration runs it', () => {
    expect(existsSync(join(root, '.ci', 'run'))).toBe(true);
    expect(readFileSync(join(root, '.ci', 'run'), 'utf8')).toMatch(/^exec npm test$/m);
  });
});
