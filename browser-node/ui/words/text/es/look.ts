// How the page looks and speaks, in Spanish.
// The names of the languages themselves are in language.ts.

import type { Text } from '../en/index.ts';

export const look: Text['look'] = {
  theme: 'Tema',
  asSystem: 'Como el sistema',
  light: 'Claro',
  dark: 'Oscuro',
  language: 'Idioma',
  asBrowser: 'Como el navegador',
  languageMissing: 'No se pudo cargar ese idioma. Inténtalo cuando el servidor de la página esté disponible.',
};
