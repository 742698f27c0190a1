// How the page looks and speaks: theme and language.
// The names of the languages themselves are in language.ts.

export const look = {
  theme: 'Theme',
  asSystem: 'As the system',
  light: 'Light',
  dark: 'Dark',
  language: 'Language',
  asBrowser: 'As the browser',
  languageMissing: 'That language could not be fetched. Try again when the page’s server can be reached.',
};
