// Which language the page speaks, and that a text is whole in every one of them.

import { afterEach, expect, test } from 'vitest';
import { glossaryEntry } from './glossary.ts';
import { languageFor, languageNow, languages, speak, words } from './language.ts';
import { agoText, bytesText } from './quantity.ts';
import { richPieces } from './rich-text.ts';

afterEach(() => speak('en'));

test('the browser’s first language that the page knows is taken', () => {
  expect(languageFor(['fr-FR', 'de-AT', 'en'])).toBe('de');
  expect(languageFor(['fr', 'ja'])).toBe('en');
  expect(languageFor([])).toBe('en');
});

test('words and numbers follow the language', async () => {
  await speak('de');
  expect(languageNow()).toBe('de');
  expect(agoText(0, 12_000)).toBe('vor 12 s');
  expect(bytesText(1536)).toBe('1,5 KiB');
  expect([1, 2].map(words().quantity.transactions)).toEqual(['1 Transaktion', '2 Transaktionen']);
  await speak('es');
  expect(agoText(0, 12_000)).toBe('hace 12 s');
});

test('of two wishes in a row the later holds', async () => {
  await Promise.all([speak('de'), speak('es')]);
  expect(languageNow()).toBe('es');
});

/** Every text with its path; a function is called with numbers or texts as its plurals and sentences take them. */
const textsOf = (node: unknown, path: string): readonly (readonly [string, string])[] => {
  // takes a whole diagnosis (diagnosis-report.test.ts)
  if (path === 'diagnosis.advice') return [];
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') {
    return [1, 2].map(
      (n) =>
        [
          path,
          String(
            Reflect.apply(
              node,
              undefined,
              Array.from({ length: 4 }, () => n),
            ),
          ),
        ] as const,
    );
  }
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, child]) => textsOf(child, path === '' ? key : `${path}.${key}`));
};

test.each(languages)('the text in %s has no gaps', async (language) => {
  await speak(language);
  const texts = textsOf(words(), '');
  expect(texts.length).toBeGreaterThan(20);
  expect(texts.filter(([, text]) => text.trim() === '' || /undefined|NaN|\[object/.test(text))).toEqual([]);
});

/** Sentences of several words that read the same in two languages were forgotten. */
test.each(['de', 'es'] as const)('the text in %s is translated', async (language) => {
  const english = new Map(textsOf(words(), ''));
  await speak(language);
  const same = textsOf(words(), '').filter(([path, text]) => /\w+ \w+ \w+/.test(text) && english.get(path) === text);
  expect(same).toEqual([]);
});

test.each(languages)('every term in the text in %s is in its glossary', async (language) => {
  await speak(language);
  const marked = textsOf(words(), '').flatMap(([, text]) => richPieces(text));
  const terms = marked.flatMap((piece) => (piece.kind === 'term' ? [piece.term] : []));
  expect(terms.filter((term) => glossaryEntry(term) === undefined)).toEqual([]);
});
