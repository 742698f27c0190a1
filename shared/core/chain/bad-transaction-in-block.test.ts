// A bad transaction makes a block bad wherever it stands in it, and with the transaction's own fault. What was verified
// before is trusted by its signed bytes only.

import { describe, expect, test } from 'vitest';
import {
  badTransactions,
  badTransactionSpec,
  createForge,
  flipBit,
  type ForgedBlock,
  loadSignatureCheck,
  malleated,
  offerBlock,
  openTestChain,
  transferOf,
  walletOf,
  withOtherSignature,
} from '../../testing/index.ts';
import type { SignatureCheck } from '../crypto/index.ts';
import type { Hex32, Transaction } from '../model/index.ts';
import { readAccount, type TransactionFault } from '../state/index.ts';

const check = await loadSignatureCheck();

const forge = createForge(badTransactionSpec());
const { spec, chainId } = forge;
const sender = walletOf(1);
const pay = (nonce: number): Transaction => transferOf(sender, walletOf(2).address, 5n, { chainId, nonce });

/** The sender has sent one already, so that a nonce can be too low. */
const first = forge.build(forge.genesis, { transactions: [pay(0)] });

const accountAfter = (before: readonly Transaction[]) => {
  const account = readAccount(forge.build(first, { transactions: before }).state, sender.publicKey);
  if (account === undefined) throw new Error('the sender is gone');
  return account;
};

/** How the block's own fault carries that of its transaction. */
const faultAt = (index: number, fault: TransactionFault['type'], isOfState: boolean) => {
  if (fault === 'signature-invalid') return { type: 'block-signature', index };
  return { type: isOfState ? 'block-transaction' : 'block-transaction-rule', index, fault: { type: fault } };
};

const stateFaults = new Set<TransactionFault['type']>([
  ...(['expired', 'sender-unknown', 'nonce-too-low', 'nonce-too-high'] as const),
  ...(['amount-over-balance', 'recipient-overflow'] as const),
]);

const offer = (forged: ForgedBlock, isVerified?: (signedHash: Hex32) => boolean) => {
  const chain = openTestChain(forge, check, isVerified);
  expect(offerBlock(chain, first.block)).toEqual({ type: 'head' });
  const offered = offerBlock(chain, forged.block);
  expect(chain.head().id).toBe(offered.type === 'head' ? forged.id : first.id);
  return offered;
};

describe.each([1, 2, 4])('as number %i of a block', (number) => {
  const before = Array.from({ length: number - 1 }, (_, i) => pay(i + 1));
  const { balance, nonce } = accountAfter(before);
  const place = { spec, chainId, height: 2, sender, balance, nonce };

  test.each(badTransactions)('$name: $fault', ({ make, fault }) => {
    const offered = offer(forge.build(first, { transactions: [...before, make(place), pay(nonce)] }));
    expect(offered).toMatchObject({
      type: 'refused',
      fault: faultAt(number - 1, fault, stateFaults.has(fault)),
    });
  });

  test('the good ones by themselves are accepted', () => {
    expect(offer(forge.build(first, { transactions: [...before, pay(nonce)] }))).toEqual({ type: 'head' });
  });
});

describe('a transaction that was verified before', () => {
  const honest = pay(1);
  const known = (signedHash: Hex32): boolean => signedHash === honest.signedHash;

  test('is not verified again', () => {
    let checked = 0;
    const counting: SignatureCheck = (...all) => {
      checked++;
      return check(...all);
    };
    const chain = openTestChain(forge, counting, known);
    offerBlock(chain, first.block);
    checked = 0;
    expect(offerBlock(chain, forge.build(first, { transactions: [honest, pay(2)] }).block)).toEqual({ type: 'head' });
    expect(checked).toBe(1);
  });

  test.each([
    ['a bit turned', flipBit(honest.signature, 9)],
    ['S + L', malleated(honest.signature)],
    ['zeros', new Uint8Array(64)],
    ["another transaction's", pay(2).signature],
  ])('does not vouch for its id under another signature: %s', (_name, signature) => {
    const forged = withOtherSignature(honest, signature);
    expect(forged.id).toBe(honest.id);
    const offered = offer(forge.build(first, { transactions: [forged] }), known);
    expect(offered).toMatchObject({ type: 'refused', at: 'body', fault: { type: 'block-signature', index: 0 } });
  });
});
