/** Proof of authority: whose slot it is, what a header must say, and every attack of docs/protocol/poa.md that needs no node. */
import { beforeAll, describe, expect, test } from 'vitest';
import { createForge, loadSignatureCheck, testSpec, walletOf } from '../../testing/index.ts';
import { type Header, type Hex32, sealHeader } from '../model/index.ts';
import type { SignatureCheck } from '../crypto/index.ts';
import { type Ancestry, type Candidate, createPoaEngine } from './index.ts';

const slotMs = 3000;
const signers = [11, 12, 13].map(walletOf);
const keys = signers.map(({ publicKey }) => publicKey);
const consensus = { kind: 'poa', slotMs, admin: keys[0] ?? '', signers: keys, activationDelay: 10 } as const;
const spec = testSpec({ consensus });
const { genesisTime } = spec;
const forge = createForge(spec);
const begin = (slot: number): number => genesisTime + slot * slotMs;
const first = forge.build(forge.genesis, { wallet: walletOf(12), time: begin(1) });
const onFirst: Ancestry = { parent: first.header, grandparentTime: genesisTime, validators: first.validators };
const candidate = (producer: Hex32, signedUpTo = -1): Candidate => ({ producer, signedUpTo, proofOf: () => undefined });

let check: SignatureCheck;
const engine = createPoaEngine(consensus, genesisTime, (...asked) => check(...asked));
beforeAll(async () => {
  check = await loadSignatureCheck();
});

const second = forge.build(first, { wallet: walletOf(13), time: begin(2) });
const faultOf = (header: Partial<Header>): string | undefined => {
  const checked = engine.checkHeader({ ...second.header, ...header }, onFirst);
  return checked.ok ? undefined : checked.error.type;
};

describe('a header', () => {
  test('of the leader in its slot is right', () => {
    expect(faultOf({})).toBeUndefined();
    expect(engine.verifySeal(second.block, first.validators)).toEqual({ ok: true, value: undefined });
    expect(engine.weight(second.header)).toBe(1n);
    expect(engine.slotOf(second.header)).toBe(2);
  });

  test('of anybody else is refused: another signer, a stranger', () => {
    expect(faultOf({ producer: keys[0] ?? '' })).toBe('header-producer');
    expect(faultOf({ producer: walletOf(99).publicKey })).toBe('header-producer');
  });

  test('has exactly the time of its slot', () => {
    expect(faultOf({ time: second.header.time + 1 })).toBe('header-slot');
    expect(faultOf({ time: second.header.time - 1 })).toBe('header-slot');
  });

  test('names the validators that its parent left', () => {
    const field = second.header.consensus;
    if (field.kind !== 'poa') throw new Error('another kind');
    expect(faultOf({ consensus: { ...field, validatorsHash: '00'.repeat(32) } })).toBe('header-validators');
    expect(faultOf({ consensus: { ...field, slot: 5, validatorsHash: field.validatorsHash } })).toBe('header-slot');
  });

  test('of another kind of consensus is refused', () => {
    expect(faultOf({ consensus: { kind: 'pow', target: 'ff'.repeat(32) } })).toBe('header-consensus-kind');
  });

  test('is believed when its slot begins, less a tenth of a slot and never more than half a second', () => {
    expect(engine.believableFrom(second.header)).toBe(begin(2) - 300);
    const slow = createPoaEngine({ ...consensus, slotMs: 60_000 }, genesisTime, () => true);
    expect(slow.believableFrom(second.header)).toBe(genesisTime + 120_000 - 500);
  });
});

describe('a seal', () => {
  test('by another key, over another header or of another chain does not hold', () => {
    const forged = forge.build(first, { wallet: walletOf(13), time: begin(2), unsealed: true });
    expect(engine.verifySeal(forged.block, first.validators)).toMatchObject({ error: { type: 'header-seal' } });
    const other = sealHeader({ ...second.header, gasUsed: 1 }, second.block.seal);
    expect(engine.verifySeal(other, first.validators)).toMatchObject({ error: { type: 'header-seal' } });
    const elsewhere = sealHeader({ ...second.header, chainId: '11'.repeat(32) }, second.block.seal);
    expect(engine.verifySeal(elsewhere, first.validators)).toMatchObject({ error: { type: 'header-seal' } });
  });

  test('is not known to be right without the validators', () => {
    expect(engine.verifySeal(second.block)).toMatchObject({ ok: false });
  });

  test('is no part of the id', () => {
    expect(sealHeader(second.header, new Uint8Array(64)).id).toBe(second.id);
  });
});

describe('the next block of a signer', () => {
  const prepare = (number: number, now: number, signedUpTo = -1) =>
    engine.prepare(onFirst, now, candidate(keys[number] ?? '', signedUpTo));

  test('waits for its slot, which comes once in n', () => {
    expect(prepare(2, begin(2) - 1)).toEqual({ type: 'wait', until: begin(2), ownSlotAt: begin(2) });
    expect(prepare(0, begin(2))).toEqual({ type: 'wait', until: begin(3), ownSlotAt: begin(3) });
    expect(prepare(1, begin(2))).toEqual({ type: 'wait', until: begin(4), ownSlotAt: begin(4) });
  });

  test('is ready in the first half of its slot', () => {
    expect(prepare(2, begin(2))).toMatchObject({ type: 'ready', time: begin(2), consensus: { slot: 2 } });
    expect(prepare(2, begin(2) + slotMs / 2 - 1)).toMatchObject({ type: 'ready', renewAt: begin(3) });
    expect(prepare(2, begin(2) + slotMs / 2)).toEqual({ type: 'wait', until: begin(5), ownSlotAt: begin(5) });
  });

  test('is not prepared for a slot that was signed, nor in the slot of the parent', () => {
    expect(prepare(2, begin(2), 2)).toEqual({ type: 'wait', until: begin(5), ownSlotAt: begin(5) });
    expect(prepare(1, begin(1))).toEqual({ type: 'wait', until: begin(4), ownSlotAt: begin(4) });
  });

  test('never comes for who is no signer', () => {
    expect(engine.prepare(onFirst, begin(2), candidate('ee'.repeat(32)))).toMatchObject({ type: 'wait' });
    expect(engine.prepare(onFirst, begin(2))).toMatchObject({ type: 'wait' });
  });

  test('is to be signed', () => {
    expect(engine.sealTask(second.header)).toEqual({ type: 'sign', sealDigest: second.id, slot: 2 });
  });
});
