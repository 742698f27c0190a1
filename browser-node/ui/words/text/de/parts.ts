// What the small parts of all screens say, in German.
// `what` comes with its article, in the accusative: "den Verlauf".

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

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
  close: 'Schließen',
  bytesIn: (bytes, fields) =>
    `${forms.counted(bytes, { one: 'Byte', other: 'Bytes' })} in ${forms.counted(fields, { one: 'Feld', other: 'Feldern' })}, in dieser Reihenfolge, ohne Lücken`,
  bytesOf: (what) => `Bytes, Feld für Feld: ${what}`,
  field: 'Feld',
  bytes: 'Bytes',
  rawJson: 'JSON, wie es kommt',
  ways: { direct: 'Direkt', websocket: 'WebSocket', relayed: 'Über Relay' },
  wayTitles: {
    direct: 'Über WebRTC unmittelbar zum anderen Tab, niemand dazwischen',
    websocket: 'Über einen WebSocket unmittelbar zu einem Server',
    relayed: 'Über ein Relay, weil noch kein direkter Weg gefunden ist',
  },
};
