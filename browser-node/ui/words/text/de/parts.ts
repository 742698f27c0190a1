// What the small parts of all screens say, in German.
// `what` comes with its article, in the accusative: "den Verlauf".

import type { Text } from '../en/index.ts';

export const parts: Text['parts'] = {
  lab: { title: 'Angriffslabor', about: 'Ehrliche Knoten betrügen, nur in diesem Tab' },
  copy: (what) => `Kopieren: ${what}`,
  copied: 'Kopiert',
  copyRefused: 'Nicht erlaubt',
  loading: (what) => `Lädt ${what}`,
  notShown: (what) => `Dieser Tab konnte ${what} nicht zeigen.`,
  tryAgain: 'Noch einmal versuchen',
  qrOf: (what) => `QR-Code: ${what}`,
  qrTooLong: 'Das ist zu lang für einen QR-Code. Kopiere es stattdessen.',
};
