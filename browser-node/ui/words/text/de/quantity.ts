// Counts with their nouns, and times as people say them, in German.
// Units of measure are the same in all languages (quantity.ts).

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

const { counted } = forms;

export const quantity: Text['quantity'] = {
  peers: (n) => counted(n, { one: 'Peer', other: 'Peers' }),
  relays: (n) => counted(n, { one: 'Relay', other: 'Relays' }),
  blocks: (n) => counted(n, { one: 'Block', other: 'Blöcke' }),
  transactions: (n) => counted(n, { one: 'Transaktion', other: 'Transaktionen' }),
  confirmations: (n) => counted(n, { one: 'Bestätigung', other: 'Bestätigungen' }),
  otherNodes: (n) => counted(n, { one: 'anderen Knoten', other: 'andere Knoten' }),
  fixed: (value, digits) => forms.fixed(value, digits),
  exact: (time) => forms.exact(time),
  spans: forms.spans,
  // in the dative, as after „in“ and „vor“
  spansAfterIn: {
    day: (n) => counted(n, { one: 'Tag', other: 'Tagen' }),
    month: (n) => counted(n, { one: 'Monat', other: 'Monaten' }),
    year: (n) => counted(n, { one: 'Jahr', other: 'Jahren' }),
  },
  justNow: 'gerade eben',
  ago: (duration) => `vor ${duration}`,
  ahead: (duration) => `in ${duration}`,
  typed: {
    comma: 'Schreibe die Nachkommastellen nach einem Punkt, wie in 12.5, und kein Komma.',
    digits: 'Schreibe nur Ziffern, wie in 12 oder 12.5.',
    whole: 'Diese Münze lässt sich nicht teilen: Schreibe eine ganze Zahl.',
    decimals: (has, wrote) =>
      `Diese Münze hat ${counted(has, { one: 'Nachkommastelle', other: 'Nachkommastellen' })}, und du hast ${wrote} geschrieben. Lass hinten ${wrote - has} weg.`,
    zero: 'Ein Betrag von 0 bewegt nichts. Schreibe mehr als 0.',
    tooMany: 'So viele Münzen kann es nicht geben. Schreibe einen kleineren Betrag.',
  },
};
