// Why a block or a transaction is valid: the rules of docs/protocol/rules.md, each in a sentence; and what bytes say beside
// their digits. Keys of `says` are the names of the faults that a breach would have.

import { forms } from './forms.ts';

export const rules = {
  says: {
    'header-chain': 'It belongs to this network.',
    'header-height': 'It stands on a block that is known, and its height is one more.',
    'header-time': 'Its time is after its parent’s.',
    'header-target': 'The target is the one that the times of the blocks before give.',
    'header-seal': 'The producer’s turn was this slot, and the seal is the producer’s.',
    'header-history': 'The history root commits to the ids of all blocks before it.',
    'block-form': 'Its bytes are exactly one block, and not more than the network allows.',
    'block-transaction-root': 'The transaction root is that of its transactions in their order.',
    'block-duplicate-transaction': 'No transaction is in it twice.',
    'block-signature': 'Every transaction is signed by its sender.',
    'block-gas': 'All transactions together use no more gas than a block may.',
    'block-receipt-root': 'Executing it gave the receipts that the header promises.',
    'block-state-root': 'After it, all accounts together are what the header promises.',
    'wrong-chain': 'It was signed for this network and no other.',
    'transaction-too-large': 'Its signed bytes are at most 48 KiB.',
    'amount-zero': 'It pays more than nothing.',
    'gas-below-intrinsic': 'Its gas limit pays for its signature and for each of its bytes.',
    'gas-over-block': 'Its gas limit fits into a block.',
    'signature-invalid': 'The signature over its bytes is valid under the sender’s key.',
    expired: 'It was taken in before it expired.',
    'nonce-too-low': 'Its nonce is the next of its sender, so that it counts once.',
    'amount-over-balance': 'The sender had enough for it and for the fee.',
  },
  workSeal: 'The id, read as a number, is below the target: somebody searched for the nonce that makes it so.',
  faultTitle: 'A block or transaction that breaks it is refused with this name',
  slot: (slot: number) => `slot ${slot}`,
  later: (time: string, ms: number) => `${time}, ${ms} ms later`,
  differentIds: (count: number) => forms.counted(count, { one: 'id', other: 'different ids' }),
  signatures: (count: number) => forms.counted(count, { one: 'signature', other: 'signatures' }),
  baseUnits: (amount: string) => forms.amount(amount, { one: 'base unit', other: 'base units' }),
  atLatest: (height: number) => `at block ${height} at the latest`,
  nonce: (nonce: number) => `nonce ${nonce}`,
  fee: (amount: string) => `fee ${forms.amount(amount, { one: 'base unit', other: 'base units' })}`,
  anAccount: 'an account and its 32 bytes',
  aContract: 'a contract and its 32 bytes',
};
