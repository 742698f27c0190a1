// Four people, what they have, and what they send to a mempool, for the properties that compare it with slow models.
// Signatures are of zeros: a mempool does not look at them.

import fc from 'fast-check';
import { type Account, encodeAccount, type Hex32, withSignature } from '../model/index.ts';
import type { CheckedTransaction, StateView } from '../state/index.ts';

export const senders: readonly Hex32[] = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(64));

/** A record of `size` bytes; `sender` is a place in `senders`. */
export interface RecordTerms {
  readonly sender: number;
  readonly nonce: number;
  readonly price: number;
  readonly size: number;
  readonly validUntil?: number;
}

/** What fast-check draws such terms from. */
export const recordTerms = (nonceMax: number, priceMax: number, size: fc.Arbitrary<number>) => ({
  sender: fc.nat({ max: senders.length - 1 }),
  nonce: fc.nat({ max: nonceMax }),
  price: fc.nat({ max: priceMax }),
  size,
});

export const recordBy = ({ sender, nonce, price, size, validUntil = 1000 }: RecordTerms): CheckedTransaction => {
  const payload = { kind: 'record', data: new Uint8Array(size) } as const;
  const from = { chainId: '0'.repeat(64), sender: senders[sender] ?? '', nonce };
  const unsigned = { ...from, gasLimit: 100, gasPrice: BigInt(price), validUntil, payload };
  return { transaction: withSignature(unsigned, new Uint8Array(64)), gas: 100 };
};

/** The state that has these accounts and no others, as they are when it is asked. */
export const viewOf = (accounts: ReadonlyMap<Hex32, Account>): StateView => ({
  get: (key) => {
    const account = accounts.get(key.slice(1));
    return account === undefined ? undefined : encodeAccount(account);
  },
});
