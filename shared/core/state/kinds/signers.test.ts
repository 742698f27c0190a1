// Signers and admin: what each rule refuses, when a change is in force, and that the list is never empty.

import { beforeEach, describe, expect, test } from 'vitest';
import {
  authoritySpec,
  doubleSealOf,
  type DrivenBlocks,
  driveBlocks,
  drivenChainId,
  loadSignatureCheck,
  stakeSpec,
  testSpec,
  walletOf,
} from '../../../testing/index.ts';
import type { Hex32, Payload } from '../../model/index.ts';
import { adminRecordOf, signersRecordOf, validatorsOf } from '../index.ts';

const check = await loadSignatureCheck();
const admin = walletOf(1);
const other = walletOf(2);
const keyOf = (number: number): Hex32 => walletOf(number).publicKey;

const change = (add: readonly number[], remove: readonly number[] = []): Payload => ({
  kind: 'signers',
  add: add.map(keyOf),
  remove: remove.map(keyOf),
});
const naming = (number: number): Payload => ({ kind: 'admin', next: keyOf(number) });

let chain: DrivenBlocks;
beforeEach(() => {
  chain = driveBlocks(authoritySpec(), check);
});

/** Who seals the block at this height, by number. */
const signersFor = (height: number): readonly number[] => {
  const validators = validatorsOf(chain.state, chain.spec, height);
  const signers = validators?.kind === 'signers' ? validators.signers : [];
  return signers.map((key) => [1, 2, 3, 4, 5].find((number) => keyOf(number) === key) ?? 0);
};

describe('signers', () => {
  test('are those of the spec until a change is in force, so many blocks after its own', () => {
    expect(chain.add(chain.write(admin, change([4], [2])))).toEqual(['ok']);
    expect([2, 3, 4, 5].map(signersFor)).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [1, 3, 4],
      [1, 3, 4],
    ]);
    chain.wait(5);
    expect(signersFor(7)).toEqual([1, 3, 4]);
    expect(chain.add(chain.write(admin, change([2])))).toEqual(['ok']);
    expect(signersRecordOf(chain.state)).toMatchObject({ pending: [{ atHeight: 10 }] });
    expect(signersFor(10)).toEqual([1, 3, 4, 2]);
  });

  test.each<[string, Payload, string]>([
    ['nothing', change([], []), 'signers-nothing'],
    ['one key added twice', change([4, 4]), 'signer-twice'],
    ['one key added and removed', change([2], [2]), 'signer-twice'],
    ['a signer added', change([2]), 'signer-known'],
    ['a stranger removed', change([], [4]), 'signer-unknown'],
    ['everybody removed', change([], [1, 2, 3]), 'signers-empty'],
  ])('are refused with %s', (_, payload, fault) => {
    expect(chain.judge(chain.write(admin, payload))).toBe(fault);
  });

  test('are judged by what will be, once all that waits is in force', () => {
    chain.add(chain.write(admin, change([4], [2])));
    expect(chain.judge(chain.write(admin, change([4])))).toBe('signer-known');
    expect(chain.judge(chain.write(admin, change([], [2])))).toBe('signer-unknown');
    expect(chain.judge(chain.write(admin, change([2])))).toBe('ok');
    expect(chain.judge(chain.write(admin, change([], [1, 3, 4])))).toBe('signers-empty');
  });

  test('are changed by the admin alone, and in networks of this kind alone', () => {
    expect(chain.judge(chain.write(other, change([4])))).toBe('not-admin');
    for (const spec of [testSpec(), stakeSpec()]) {
      const elsewhere = driveBlocks(spec, check);
      expect(elsewhere.judge(elsewhere.write(admin, change([4])))).toBe('kind-not-active');
      expect(elsewhere.judge(elsewhere.write(admin, naming(4)))).toBe('kind-not-active');
    }
  });

  test('are at most 256, with at most 32 changes that wait', () => {
    const many = Array.from({ length: 230 }, (_, i) => keyOf(i + 100));
    const house = driveBlocks(authoritySpec({ signers: many, activationDelay: 1000 }), check);
    const adding = (from: number, count: number): Payload => change(Array.from({ length: count }, (_, i) => from + i));
    expect(house.judge(house.write(admin, adding(400, 27)))).toBe('signers-full');
    expect(house.add(house.write(admin, adding(400, 26)))).toEqual(['ok']);
    expect(house.judge(house.write(admin, adding(500, 1)))).toBe('signers-full');
    for (let i = 0; i < 31; i++) expect(house.add(house.write(admin, change([], [100 + i])))).toEqual(['ok']);
    expect(house.judge(house.write(admin, change([], [140])))).toBe('signers-pending-full');
  });

  test('who sign twice are suspended from the next block on, until the admin takes them back', () => {
    const seals = doubleSealOf(other, { chainId: drivenChainId, slot: 9, height: 1, kind: 'poa' });
    expect(chain.add(chain.write(walletOf(3), seals))).toEqual(['ok']);
    expect(signersFor(2)).toEqual([1, 3]);
    expect(signersRecordOf(chain.state)).toMatchObject({ suspended: [{ signer: other.publicKey, height: 1 }] });
    expect(chain.judge(chain.write(walletOf(3), seals))).toBe('evidence-known');
    expect(chain.add(chain.write(admin, change([2])))).toEqual(['ok']);
    expect(signersRecordOf(chain.state)?.suspended).toEqual([]);
    expect(signersFor(5)).toEqual([1, 3, 2]);
    expect(chain.judge(chain.write(walletOf(3), seals))).toBe('evidence-known');
  });

  test('are never none: a change or a suspension that would take the last is passed over', () => {
    chain.add(chain.write(admin, change([], [2, 3])));
    // before that is in force, the one who stays signs twice
    const seals = doubleSealOf(admin, { chainId: drivenChainId, slot: 9, height: 1, kind: 'poa' });
    expect(chain.add(chain.write(walletOf(3), seals))).toEqual(['ok']);
    expect(signersFor(3)).toEqual([2, 3]);
    expect(signersFor(4)).toEqual([2, 3]);
    const more = doubleSealOf(other, { chainId: drivenChainId, slot: 9, height: 1, kind: 'poa' });
    const most = doubleSealOf(walletOf(3), { chainId: drivenChainId, slot: 9, height: 1, kind: 'poa' });
    expect(chain.add(chain.write(walletOf(4), more))).toEqual(['ok']);
    expect(chain.add(chain.write(walletOf(4), most))).toEqual(['ok']);
    expect(signersFor(9)).toEqual([3]);
    expect(chain.judge(chain.write(walletOf(5), most))).toBe('evidence-known');
  });
});

describe('the admin', () => {
  test('is followed by whom it names, once that key accepts', () => {
    expect(chain.judge(chain.write(other, naming(2)))).toBe('not-admin');
    expect(chain.add(chain.write(admin, naming(2)))).toEqual(['ok']);
    expect(adminRecordOf(chain.state)).toEqual({ admin: admin.publicKey, next: other.publicKey });
    expect(chain.judge(chain.write(other, change([4])))).toBe('not-admin');
    expect(chain.judge(chain.write(other, naming(3)))).toBe('not-admin');
    expect(chain.judge(chain.write(walletOf(3), naming(3)))).toBe('not-admin');
    expect(chain.judge(chain.write(admin, change([4])))).toBe('ok');
    expect(chain.add(chain.write(other, naming(2)))).toEqual(['ok']);
    expect(adminRecordOf(chain.state)).toEqual({ admin: other.publicKey, next: undefined });
    expect(chain.judge(chain.write(admin, change([4])))).toBe('not-admin');
    expect(chain.judge(chain.write(other, change([4])))).toBe('ok');
  });

  test('takes a name back by naming itself, and changes nothing by naming the same', () => {
    expect(chain.judge(chain.write(admin, naming(1)))).toBe('admin-unchanged');
    chain.add(chain.write(admin, naming(2)));
    expect(chain.judge(chain.write(admin, naming(2)))).toBe('admin-unchanged');
    expect(chain.add(chain.write(admin, naming(1)))).toEqual(['ok']);
    expect(adminRecordOf(chain.state)).toEqual({ admin: admin.publicKey, next: undefined });
    expect(chain.judge(chain.write(other, naming(2)))).toBe('not-admin');
  });
});
