/** The model that judges the states agrees with right blocks and refuses wrong ones. */
import { describe, expect, test } from 'vitest';
import { createForge } from '../block-forge.ts';
import { richWallets, testAllocation, testSpec } from '../test-spec.ts';
import { recordOf, transferOf, walletOf } from '../test-wallet.ts';
import { ledgerAfter, ledgerOfGenesis, rootOf, supplyOf } from './ledger.model.ts';

const spec = testSpec();
const forge = createForge(spec);
const [rich, other] = richWallets();
if (rich === undefined || other === undefined) throw new Error('the test spec has no rich accounts');
const terms = { chainId: forge.chainId, gasPrice: 3n };
const stranger = walletOf(500);

const first = forge.build(forge.genesis, {
  transactions: [
    transferOf(rich, stranger.address, 700_000n, terms),
    recordOf(rich, Uint8Array.of(7), { ...terms, nonce: 1 }),
    transferOf(other, other.address, 5n, terms),
  ],
});

describe('the model', () => {
  test('has the state root of the rules, block after block', () => {
    const genesis = ledgerOfGenesis(spec);
    expect(rootOf(genesis)).toBe(forge.genesis.header.stateRoot);
    const after = ledgerAfter(genesis, first.block, spec);
    expect(rootOf(after)).toBe(first.header.stateRoot);
    const second = forge.build(first, {
      transactions: [transferOf(stranger, rich.address, 1n, { chainId: forge.chainId })],
    });
    expect(rootOf(ledgerAfter(after, second.block, spec))).toBe(second.header.stateRoot);
  });

  test('counts what is mined and what is locked away', () => {
    const after = ledgerAfter(ledgerOfGenesis(spec), first.block, spec);
    const sum = [...after.balances.values()].reduce((total, balance) => total + balance, 0n);
    expect(sum).toBe(supplyOf(after, spec));
    expect(sum).toBe(5n * testAllocation + spec.reward - spec.accountDeposit);
    expect(after.nonces.get(rich.publicKey)).toBe(2);
  });

  test.each([
    ['a nonce too high', recordOf(rich, Uint8Array.of(1), { ...terms, nonce: 2 })],
    ['more than there is', transferOf(rich, other.address, testAllocation, terms)],
    ['a sender that does not exist', recordOf(stranger, Uint8Array.of(1), terms)],
    ['a time that is over', recordOf(rich, Uint8Array.of(1), { ...terms, validUntil: 0 })],
    ['gas over the limit', recordOf(rich, Uint8Array.of(1), { ...terms, gasLimit: 1_000 })],
  ])('breaks off at %s', (_name, transaction) => {
    const block = forge.build(forge.genesis, { transactions: [transaction] });
    expect(() => ledgerAfter(ledgerOfGenesis(spec), block.block, spec)).toThrow(/does not allow/);
  });
});
