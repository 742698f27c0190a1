// Counts with their nouns, and times as people say them.
// Units of measure are the same in all languages (quantity.ts).

import { forms } from './forms.ts';

const { counted } = forms;

export const quantity = {
  peers: (n: number) => counted(n, { one: 'peer', other: 'peers' }),
  relays: (n: number) => counted(n, { one: 'relay', other: 'relays' }),
  blocks: (n: number) => counted(n, { one: 'block', other: 'blocks' }),
  transactions: (n: number) => counted(n, { one: 'transaction', other: 'transactions' }),
  confirmations: (n: number) => counted(n, { one: 'confirmation', other: 'confirmations' }),
  otherNodes: (n: number) => counted(n, { one: 'other node', other: 'other nodes' }),
  fixed: (value: number, digits: number) => forms.fixed(value, digits),
  justNow: 'just now',
  ago: (duration: string) => `${duration} ago`,
  ahead: (duration: string) => `in ${duration}`,
};
