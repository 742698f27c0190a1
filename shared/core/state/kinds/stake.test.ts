// Stake and unstake: what each rule refuses, what changes, and that coins come back when they are due.

import { beforeEach, describe, expect, test } from 'vitest';
import {
  authoritySpec,
  type DrivenBlocks,
  driveBlocks,
  loadSignatureCheck,
  stakesByNumber,
  stakeSpec,
  testSpec,
  walletOf,
} from '../../../testing/index.ts';
import type { Payload } from '../../model/index.ts';
import { readAccount, stakesOf, unbondingOf, validatorsOf } from '../index.ts';

const check = await loadSignatureCheck();
const alice = walletOf(1);
const bob = walletOf(2);
const dora = walletOf(4);

const stake = (amount: bigint): Payload => ({ kind: 'stake', amount });
const unstake = (amount: bigint): Payload => ({ kind: 'unstake', amount });

let chain: DrivenBlocks;
beforeEach(() => {
  chain = driveBlocks(stakeSpec(), check);
});

const balanceOf = (wallet: typeof alice): bigint => readAccount(chain.state, wallet.publicKey)?.balance ?? 0n;
const stakes = (): readonly bigint[] => stakesByNumber(stakesOf(chain.state), [1, 2, 3, 4]);

describe('stake', () => {
  test('moves coins from the balance to the stakes, which the next block is sealed under', () => {
    const before = balanceOf(dora);
    expect(chain.add(chain.write(dora, stake(500n)))).toEqual(['ok']);
    expect(stakes()).toEqual([1000n, 1000n, 1000n, 500n]);
    expect(balanceOf(dora)).toBe(before - 500n);
    expect(validatorsOf(chain.state, chain.spec, 2)).toEqual({ kind: 'stakes', stakes: stakesOf(chain.state) });
    expect(chain.add(chain.write(dora, stake(1n)))).toEqual(['ok']);
    expect(stakes()[3]).toBe(501n);
  });

  test('costs the gas of a signature more than its size', () => {
    const transaction = chain.write(dora, stake(1n));
    const least = 2 * chain.spec.gasPerSignature + chain.spec.gasPerByte * transaction.bytes.length;
    expect(chain.judge(chain.write(dora, stake(1n), { gasLimit: least }))).toBe('ok');
    expect(chain.judge(chain.write(dora, stake(1n), { gasLimit: least - 1 }))).toBe('gas-below-intrinsic');
  });

  test('is refused with nothing, with more than there is, and in networks of other kinds', () => {
    expect(chain.judge(chain.write(dora, stake(0n)))).toBe('amount-zero');
    expect(chain.judge(chain.write(dora, stake(balanceOf(dora) + 1n)))).toBe('amount-over-balance');
    for (const spec of [testSpec(), authoritySpec()]) {
      const other = driveBlocks(spec, check);
      expect(other.judge(other.write(dora, stake(1n)))).toBe('kind-not-active');
      expect(other.judge(other.write(dora, unstake(1n)))).toBe('kind-not-active');
    }
  });

  test('into a full house takes the lowest seat, and needs more than that', () => {
    const stakers = Array.from({ length: 256 }, (_, i) => i + 100);
    const full = stakers
      .map((number, i) => ({ account: walletOf(number).publicKey, amount: 10n + BigInt(i) }))
      .sort((a, b) => (a.account < b.account ? -1 : 1));
    const house = driveBlocks(stakeSpec({ stakes: full }), check);
    expect(house.judge(house.write(dora, stake(10n)))).toBe('validators-full');
    expect(house.add(house.write(dora, stake(11n)))).toEqual(['ok']);
    const after = stakesOf(house.state);
    expect(after).toHaveLength(256);
    expect(stakesByNumber(after, [4, 100])).toEqual([11n, 0n]);
    expect(unbondingOf(house.state, walletOf(100).publicKey)).toEqual([{ amount: 10n, atHeight: 23 }]);
    house.wait(22);
    // whoever staked from the genesis block and never had an account gets one with what comes back
    expect(readAccount(house.state, walletOf(100).publicKey)).toEqual({ balance: 10n, nonce: 0 });
    expect(unbondingOf(house.state, walletOf(100).publicKey)).toEqual([]);
  });
});

describe('unstake', () => {
  test('takes the stake at once and gives the coins back after the unbonding, before that block’s transactions', () => {
    const before = balanceOf(alice);
    expect(chain.add(chain.write(alice, unstake(400n)))).toEqual(['ok']);
    expect(stakes()[0]).toBe(600n);
    expect(balanceOf(alice)).toBe(before);
    expect(unbondingOf(chain.state, alice.publicKey)).toEqual([{ amount: 400n, atHeight: 23 }]);
    chain.wait(21);
    expect(chain.height()).toBe(22);
    expect(balanceOf(alice)).toBe(before);
    // all that comes back can be spent in the very block
    const everything = chain.write(alice, { kind: 'transfer', to: bob.address, amount: before + 400n });
    expect(chain.add(everything)).toEqual(['ok']);
    expect(balanceOf(alice)).toBe(0n);
    expect(unbondingOf(chain.state, alice.publicKey)).toEqual([]);
  });

  test('twice in one block comes back in one', () => {
    const first = chain.write(alice, unstake(1n));
    const second = chain.write(alice, unstake(2n), { nonce: 1 });
    expect(chain.add(first, second)).toEqual(['ok', 'ok']);
    expect(unbondingOf(chain.state, alice.publicKey)).toEqual([{ amount: 3n, atHeight: 23 }]);
    const before = balanceOf(alice);
    chain.wait(22);
    expect(balanceOf(alice)).toBe(before + 3n);
  });

  test('is refused with nothing, with more than is staked, and of the last stake', () => {
    expect(chain.judge(chain.write(alice, unstake(0n)))).toBe('amount-zero');
    expect(chain.judge(chain.write(alice, unstake(1001n)))).toBe('amount-over-stake');
    expect(chain.judge(chain.write(dora, unstake(1n)))).toBe('amount-over-stake');
    expect(chain.add(chain.write(alice, unstake(1000n)), chain.write(bob, unstake(1000n)))).toEqual(['ok', 'ok']);
    const carol = walletOf(3);
    expect(chain.judge(chain.write(carol, unstake(1000n)))).toBe('last-stake');
    expect(chain.judge(chain.write(carol, unstake(999n)))).toBe('ok');
  });

  test('at most 16 times within one unbonding', () => {
    for (let i = 0; i < 16; i++) expect(chain.add(chain.write(alice, unstake(1n)))).toEqual(['ok']);
    expect(chain.judge(chain.write(alice, unstake(1n)))).toBe('unbonding-full');
    chain.wait(5);
    expect(chain.judge(chain.write(alice, unstake(1n)))).toBe('unbonding-full');
    chain.wait(1);
    expect(chain.add(chain.write(alice, unstake(1n)))).toEqual(['ok']);
    expect(unbondingOf(chain.state, alice.publicKey)).toHaveLength(16);
  });
});
