// The language that the page speaks now. `words()` gives its text; components that call it are drawn anew when another is
// chosen. English comes with the page, the others are fetched when chosen. One page has one language, as it has one
// `<html lang>`, so it is kept here and not handed around. Bound: the languages listed below.

import { SvelteMap } from 'svelte/reactivity';
import { en, type Text } from './text/en/index.ts';

export const languages = ['en', 'de', 'es'] as const;
export type Language = (typeof languages)[number];

/** each in its own words, so that whoever is lost finds the way back */
export const languageNames: { readonly [L in Language]: string } = { en: 'English', de: 'Deutsch', es: 'Español' };

const loaders: { readonly [L in Language]: () => Promise<Text> } = {
  en: () => Promise.resolve(en),
  de: async () => (await import('./text/de/index.ts')).de,
  es: async () => (await import('./text/es/index.ts')).es,
};

interface Spoken {
  readonly language: Language;
  readonly text: Text;
}

const english: Spoken = { language: 'en', text: en };
/** a map of one entry, because its reader is told of changes in a component and costs nothing elsewhere */
const now = new SvelteMap<'spoken', Spoken>([['spoken', english]]);
const spoken = (): Spoken => now.get('spoken') ?? english;

/** The text of the chosen language, by area: `words().wallet.title`. */
export const words = (): Text => spoken().text;

export const languageNow = (): Language => spoken().language;

export const isLanguage = (text: unknown): text is Language => languages.some((language) => language === text);

/** The first of the browser's languages (`de-AT`) that there is a text for; English otherwise. */
export const languageFor = (wished: readonly string[]): Language => {
  const known = wished.map((tag) => tag.toLowerCase().split('-')[0]).find(isLanguage);
  return known ?? 'en';
};

let wanted: Language = 'en';

/** Resolves when the page speaks it; a text that cannot be fetched leaves the language as it is and rejects. */
export const speak = async (language: Language): Promise<void> => {
  wanted = language;
  const text = await loaders[language]();
  // Of two wishes in a row the later holds, whichever text came first.
  if (wanted === language) now.set('spoken', { language, text });
};
