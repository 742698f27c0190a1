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
  justNow: 'gerade eben',
  ago: (duration) => `vor ${duration}`,
  ahead: (duration) => `in ${duration}`,
};
