// Proofs: offered on the screens of what can be proved, and checked on a screen of their own.
// `what` comes with its article: "this balance".

import { forms } from './forms.ts';

export const proof = {
  title: 'Check a proof',
  field: 'The proof',
  hint: 'As it was copied: 0x… or the text in braces.',
  noProof: 'The text has no proof in it. Copy the whole proof again.',
  failed: 'This cannot be checked.',
  check: 'Check',
  wrong: (fault: string) => `**It does not hold.** Something in it was changed, or it was never right (${fault}).`,
  proves: 'What it proves',
  holds: 'It holds',
  onChain: 'on the chain this tab follows',
  notOnChain: 'not on the chain this tab follows',
  unknownChain: 'of a chain or height that this tab cannot compare',
  account: 'Account',
  balance: 'Balance',
  nothing: 'no such account: nothing',
  baseUnits: (amount: string) => forms.amount(amount, { one: 'base unit', other: 'base units' }),
  sent: 'Transactions sent',
  contract: 'Contract',
  storedUnder: 'Stored under',
  nothingStored: 'nothing',
  transaction: 'Transaction',
  headers: 'Headers above it',
  block: 'Block',
  work: 'Work shown',
  workTitle: 'Hashes that the headers in the proof took on average: what it would cost to make them up',
  caution:
    'A proof shows that somebody put this work into these blocks, not that they are on the heaviest chain. A node of that network can tell.',
  offer: (what: string) => `Proof of ${what}`,
  offerHint: 'Anybody can [check a proof](#/proof), even without this network.',
  notMade: 'No proof was made.',
  prove: (what: string) => `Prove ${what}`,
  again: 'Make a new proof',
  made: (height: number, kilobytes: number) => `For block ${height}, ${kilobytes} kB of text`,
};
