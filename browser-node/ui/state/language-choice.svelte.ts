// The person's choice of language, kept in the page's settings; without one the page speaks the browser's language, if it
// can. Names it on the root element, for screen readers and hyphenation. Bound: the first paint waits `textMsMax` for a
// text that has to be fetched, then it is English until the text is there.

import { isLanguage, type Language, languageFor, languageNow, speak } from '../words/index.ts';
import type { Page } from './page.ts';

export type LanguageChoice = 'system' | Language;

export interface LanguageSetting {
  readonly choice: LanguageChoice;
  /** Rejects when the text cannot be fetched; the page then stays as it is. */
  readonly choose: (text: string) => Promise<void>;
}

const key = 'language';
const textMsMax = 1500;

const choiceOf = (text: string | undefined): LanguageChoice => (isLanguage(text) ? text : 'system');
const languageOf = (choice: LanguageChoice): Language =>
  choice === 'system' ? languageFor(navigator.languages) : choice;

const speakChoice = async (choice: LanguageChoice): Promise<void> => {
  await speak(languageOf(choice));
  document.documentElement.lang = languageNow();
};

/** Before the first paint: resolves when the page speaks the chosen language or has waited long enough for it. */
export const firstLanguage = async (settings: Page['settings']): Promise<void> => {
  const choice = choiceOf(settings.read(key));
  if (languageOf(choice) === 'en') return;
  const waited = new Promise((resolve) => setTimeout(resolve, textMsMax));
  // A text that cannot be fetched leaves the page in English, which it says in every sentence.
  await Promise.race([speakChoice(choice).catch(() => undefined), waited]);
};

/** Call while a component is set up. */
export const createLanguageSetting = (settings: Page['settings']): LanguageSetting => {
  let choice = $state(choiceOf(settings.read(key)));
  // Another tab's choice.
  $effect(() =>
    settings.onChange(key, () => {
      choice = choiceOf(settings.read(key));
      speakChoice(choice).catch(() => undefined);
    }),
  );
  return {
    get choice() {
      return choice;
    },
    choose: async (text) => {
      const next = choiceOf(text);
      await speakChoice(next);
      choice = next;
      settings.write(key, next === 'system' ? undefined : next);
    },
  };
};
