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
  exact: (time: number) => forms.exact(time),
  spans: forms.spans,
  /** as it stands after a word like `in`, where that makes a difference */
  spansAfterIn: forms.spans,
  justNow: 'just now',
  ago: (duration: string) => `${duration} ago`,
  ahead: (duration: string) => `in ${duration}`,
  typed: {
    comma: 'Write the decimals after a point, as in 12.5, and leave commas out.',
    digits: 'Write digits only, as in 12 or 12.5.',
    whole: 'This coin cannot be divided: write a whole number.',
    decimals: (has: number, wrote: number) =>
      `This coin has ${counted(has, { one: 'decimal', other: 'decimals' })} and you wrote ${wrote}. Leave out the last ${wrote - has}.`,
    zero: 'An amount of 0 moves nothing. Write more than 0.',
    tooMany: 'There cannot be that many coins. Write a smaller amount.',
  },
};
