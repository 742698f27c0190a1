// How the page looks and speaks, in German.
// The names of the languages themselves are in language.ts.

import type { Text } from '../en/index.ts';

export const look: Text['look'] = {
  theme: 'Farben',
  asSystem: 'Wie das System',
  light: 'Hell',
  dark: 'Dunkel',
  language: 'Sprache',
  asBrowser: 'Wie der Browser',
  languageMissing:
    'Diese Sprache konnte nicht geladen werden. Versuche es wieder, wenn der Server der Seite erreichbar ist.',
};
