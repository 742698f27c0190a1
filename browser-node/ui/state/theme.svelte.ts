// Light, dark, or as the system has it: the person's choice, kept in the page's settings and pinned on the root element,
// where tokens.css reads it.

import type { Page } from './page.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';

export interface Theme {
  readonly choice: ThemeChoice;
  readonly choose: (text: string) => void;
}

const key = 'theme';

const choiceOf = (text: string | undefined): ThemeChoice => (text === 'light' || text === 'dark' ? text : 'system');

/** Call while a component is set up. */
export const createTheme = (settings: Page['settings'], root: HTMLElement): Theme => {
  let choice = $state(choiceOf(settings.read(key)));
  $effect(() => {
    if (choice === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = choice;
  });
  // Another tab's choice, or one that came back after the browser had cleared it.
  $effect(() =>
    settings.onChange(key, () => {
      choice = choiceOf(settings.read(key));
    }),
  );
  return {
    get choice() {
      return choice;
    },
    choose: (text) => {
      choice = choiceOf(text);
      settings.write(key, choice === 'system' ? undefined : choice);
    },
  };
};
