// Evidence: the good is taken once, the bad never; what it costs, whom it pays; and that a stake on its way out still pays.

import { beforeEach, describe, expect, test } from 'vitest';
import {
  doubleSealOf,
  type DrivenBlocks,
  driveBlocks,
  drivenChainId,
  flipBit,
  loadSignatureCheck,
  sealOf,
  stakesByNumber,
  stakeSpec,
  testSpec,
  walletOf,
} from '../../../testing/index.ts';
import type { Payload, SealedHeader } from '../../model/index.ts';
import { jailedUntil, readAccount, stakesOf, unbondingOf } from '../index.ts';

const check = await loadSignatureCheck();
const offender = walletOf(1);
const reporter = walletOf(4);
const order = { chainId: drivenChainId, slot: 7, height: 1 };

let chain: DrivenBlocks;
beforeEach(() => {
  chain = driveBlocks(stakeSpec(), check);
});

const report = (payload: Payload) => chain.write(reporter, payload);
const balance = (): bigint => readAccount(chain.state, reporter.publicKey)?.balance ?? 0n;
const stakes = (): readonly bigint[] => stakesByNumber(stakesOf(chain.state), [1, 2, 3]);
const pair = (first: SealedHeader, second: SealedHeader): Payload => ({
  kind: 'evidence',
  first: first.bytes,
  second: second.bytes,
});

describe('evidence', () => {
  test('cuts the stake once, pays the reporter, takes the seat, and lets the rest go', () => {
    const before = balance();
    expect(chain.add(report(doubleSealOf(offender, order)))).toEqual(['ok']);
    expect(stakes()).toEqual([0n, 1000n, 1000n]);
    expect(balance()).toBe(before + 10n); // a tenth of the tenth; the other 90 are gone
    expect(unbondingOf(chain.state, offender.publicKey)).toEqual([{ amount: 900n, atHeight: 23 }]);
    expect(jailedUntil(chain.state, offender.publicKey)).toBe(23);
    expect(chain.judge(chain.write(offender, { kind: 'stake', amount: 1n }))).toBe('jailed');
    chain.wait(21);
    expect(chain.judge(chain.write(offender, { kind: 'stake', amount: 1n }))).toBe('ok');
    chain.wait(1);
    expect(jailedUntil(chain.state, offender.publicKey)).toBeUndefined();
    expect(unbondingOf(chain.state, offender.publicKey)).toEqual([]);
  });

  test('counts once a key and slot, whatever two headers show it, and in whatever order', () => {
    expect(chain.add(report(doubleSealOf(offender, order)))).toEqual(['ok']);
    const { first, second } = doubleSealOf(offender, order);
    const third = sealOf(offender, { ...order, parent: '33'.repeat(32) });
    expect(chain.judge(report(doubleSealOf(offender, order)))).toBe('evidence-known');
    expect(chain.judge(report({ kind: 'evidence', first: second, second: first }))).toBe('evidence-known');
    expect(chain.judge(report({ kind: 'evidence', first, second: third.bytes }))).toBe('evidence-known');
    // another slot is another offence, and cuts what is on its way out
    expect(chain.add(report(doubleSealOf(offender, { ...order, slot: 8 })))).toEqual(['ok']);
    expect(unbondingOf(chain.state, offender.publicKey)).toEqual([{ amount: 810n, atHeight: 23 }]);
  });

  test('within one block counts once too', () => {
    const twice = [4, 5].map((number) => chain.write(walletOf(number), doubleSealOf(offender, order)));
    expect(chain.add(...twice)).toEqual(['ok', 'evidence-known']);
  });

  test('reaches a stake that has been taken back, as long as it unbonds', () => {
    chain.add(chain.write(offender, { kind: 'unstake', amount: 1000n }));
    expect(chain.add(report(doubleSealOf(offender, { ...order, height: 2 })))).toEqual(['ok']);
    expect(unbondingOf(chain.state, offender.publicKey)).toEqual([{ amount: 900n, atHeight: 23 }]);
    const before = readAccount(chain.state, offender.publicKey)?.balance ?? 0n;
    chain.wait(21);
    expect(readAccount(chain.state, offender.publicKey)?.balance).toBe(before + 900n);
    expect(chain.judge(report(doubleSealOf(offender, { ...order, slot: 30, height: 23 })))).toBe('evidence-harmless');
  });

  test('counts for so many blocks after the later header', () => {
    const old = doubleSealOf(offender, order);
    chain.wait(10);
    expect(chain.judge(report(old))).toBe('ok'); // block 11
    expect(chain.add(report(doubleSealOf(walletOf(2), order)))).toEqual(['ok']);
    expect(chain.judge(report(old))).toBe('evidence-expired'); // block 12
    const late = pair(sealOf(offender, order), sealOf(offender, { ...order, height: 11 }));
    expect(chain.judge(report(late))).toBe('ok');
    expect(chain.judge(report(doubleSealOf(walletOf(2), order)))).toBe('evidence-expired');
  });

  test('of a slot that is signed again long after is still that of one slot', () => {
    expect(chain.add(report(doubleSealOf(offender, order)))).toEqual(['ok']);
    chain.wait(15);
    expect(chain.judge(report(doubleSealOf(offender, { ...order, height: 16 })))).toBe('evidence-known');
  });

  test('of headers at heights that are none does no harm', () => {
    const far = doubleSealOf(offender, { ...order, height: Number.MAX_SAFE_INTEGER });
    expect(chain.add(report(far))).toEqual(['ok']);
    expect(chain.judge(report(far))).toBe('evidence-known');
  });

  test('never takes the last stake', () => {
    const lone = driveBlocks(
      stakeSpec({ slashPermille: 1000, stakes: [{ account: offender.publicKey, amount: 5n }] }),
      check,
    );
    expect(lone.add(lone.write(reporter, doubleSealOf(offender, order)))).toEqual(['ok']);
    expect(stakesByNumber(stakesOf(lone.state), [1])).toEqual([1n]);
    expect(jailedUntil(lone.state, offender.publicKey)).toBeUndefined();
  });

  test('takes all where the spec says so', () => {
    const harsh = driveBlocks(stakeSpec({ slashPermille: 1000, reporterPermille: 1000 }), check);
    const before = readAccount(harsh.state, reporter.publicKey)?.balance ?? 0n;
    expect(harsh.add(harsh.write(reporter, doubleSealOf(offender, order)))).toEqual(['ok']);
    expect(readAccount(harsh.state, reporter.publicKey)?.balance).toBe(before + 1000n);
    expect(unbondingOf(harsh.state, offender.publicKey)).toEqual([]);
    harsh.wait(25);
  });

  test('costs its reporter the gas of two signatures more', () => {
    const payload = doubleSealOf(offender, order);
    const size = report(payload).bytes.length;
    const least = 3 * chain.spec.gasPerSignature + chain.spec.gasPerByte * size;
    expect(chain.judge(chain.write(reporter, payload, { gasLimit: least }))).toBe('ok');
    expect(chain.judge(chain.write(reporter, payload, { gasLimit: least - 1 }))).toBe('gas-below-intrinsic');
  });
});

describe('what is no evidence', () => {
  const first = sealOf(offender, { ...order, parent: '11'.repeat(32) });
  const second = sealOf(offender, { ...order, parent: '22'.repeat(32) });
  const elsewhere = { ...order, chainId: 'dd'.repeat(32) };

  test.each<[string, Payload, string]>([
    ['no headers', { kind: 'evidence', first: new Uint8Array(9), second: second.bytes }, 'evidence-form'],
    ['a cut header', { kind: 'evidence', first: first.bytes, second: second.bytes.subarray(1) }, 'evidence-form'],
    ['one header twice', pair(first, first), 'evidence-not-double'],
    ['two slots', pair(first, sealOf(offender, { ...order, slot: 8 })), 'evidence-not-double'],
    ['two keys', pair(first, sealOf(walletOf(2), order)), 'evidence-not-double'],
    ['two kinds', pair(first, sealOf(offender, { ...order, kind: 'poa' })), 'evidence-not-double'],
    ['seals of another chain', doubleSealOf(offender, elsewhere), 'evidence-chain'],
    ['seals of two chains', pair(first, sealOf(offender, elsewhere)), 'evidence-chain'],
    ['seals of another kind of network', doubleSealOf(offender, { ...order, kind: 'poa' }), 'evidence-chain'],
    ['a key without stake', doubleSealOf(walletOf(5), order), 'evidence-harmless'],
  ])('%s', (_, payload, fault) => {
    expect(chain.judge(report(payload))).toBe(fault);
  });

  test('one header with another VRF proof and the same signature: the digest is one', () => {
    const seal = first.bytes.slice();
    seal[first.bytes.length - 100] = 1;
    expect(chain.judge(report({ kind: 'evidence', first: first.bytes, second: seal }))).toBe('evidence-not-double');
  });

  test('a signature with any bit turned, of either header', () => {
    for (const bit of [1, 255, 256, 400]) {
      const turned = (bytes: Uint8Array) => flipBit(bytes, 8 * (bytes.length - 64) + bit);
      const one: Payload = { kind: 'evidence', first: turned(first.bytes), second: second.bytes };
      const other: Payload = { kind: 'evidence', first: first.bytes, second: turned(second.bytes) };
      expect(chain.judge(report(one))).toBe('signature-invalid');
      expect(chain.judge(report(other))).toBe('signature-invalid');
    }
  });

  test('anything, under proof of work', () => {
    const work = driveBlocks(testSpec(), check);
    expect(work.judge(work.write(reporter, pair(first, second)))).toBe('kind-not-active');
  });
});
