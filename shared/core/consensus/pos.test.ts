/** Proof of stake with the real VRF: who wins a slot, what a header must say, seeds and stakes over epochs. */
import { beforeAll, describe, expect, test } from 'vitest';
import { loadSignatureCheck, testSpec, walletOf } from '../../testing/index.ts';
import { toHex } from '../bytes/index.ts';
import { createGenesis } from '../chain/index.ts';
import { type SignatureCheck, signMessage, vrfOutputOf, vrfProve, vrfVerify } from '../crypto/index.ts';
import {
  encodeHeader,
  encodeValidators,
  type Header,
  type Hex32,
  sealDigestOf,
  type SealedHeader,
  sealHeader,
  sealSigningBytes,
  zeroHex32,
} from '../model/index.ts';
import { concatBytes } from '../bytes/index.ts';
import { type Ancestry, type Candidate, type ConsensusEngine, engineFor, type ValidatorContext } from './index.ts';
import { inEpoch, slotInput } from './pos.ts';

const slotMs = 1000;
const epochSlots = 12;
const wallets = [31, 32].map(walletOf);
const ascending = (keys: readonly (readonly [Hex32, bigint])[]) =>
  keys.map(([account, amount]) => ({ account, amount })).sort((a, b) => (a.account < b.account ? -1 : 1));
const stakes = ascending(wallets.map(({ publicKey }) => [publicKey, 1000n] as const));
const consensus = {
  ...({ kind: 'pos', slotMs, epochSlots, unbondingBlocks: 100, evidenceBlocks: 50 } as const),
  ...{ slashPermille: 100, reporterPermille: 100, stakes },
};
const spec = testSpec({ consensus });
const { genesisTime } = spec;
const genesis = createGenesis(spec);
const begin = (slot: number): number => genesisTime + slot * slotMs;

let engine: ConsensusEngine;
let first: ValidatorContext | undefined;
beforeAll(async () => {
  const signatureCheck: SignatureCheck = await loadSignatureCheck();
  const made = engineFor(spec, { signatureCheck, vrf: { verify: vrfVerify, outputOf: vrfOutputOf } });
  engine = made;
  first = engine.firstValidators(genesis.chainId, genesis.validators);
});

const onGenesis = (): Ancestry => ({ parent: genesis.block.header, grandparentTime: undefined, validators: first });

const proofs = new Map<string, Uint8Array>();
const candidateOf = (number: number): Candidate => {
  const wallet = walletOf(number);
  return {
    producer: wallet.publicKey,
    signedUpTo: -1,
    proofOf: (input) => proofs.get(`${number}-${input}`),
  };
};

/** Makes the proofs that are asked for until the engine says more. */
const prepared = (number: number, ancestry: Ancestry, now: number) => {
  for (;;) {
    const preparation = engine.prepare(ancestry, now, candidateOf(number));
    if (preparation.type !== 'prove') return preparation;
    for (const input of preparation.inputs) {
      proofs.set(`${number}-${input}`, vrfProve(walletOf(number).seed, Buffer.from(input, 'hex')));
    }
  }
};

/** The next block of a staker on this parent, sealed. */
const nextOf = (
  number: number,
  ancestry: Ancestry,
  parent: SealedHeader,
  validators = encodeValidators({ kind: 'stakes', stakes }),
): SealedHeader => {
  let now = ancestry.parent.time + 1;
  let ready = prepared(number, ancestry, now);
  while (ready.type === 'wait') {
    now = ready.until;
    ready = prepared(number, ancestry, now);
  }
  const bare: Header = {
    ...genesis.block.header,
    ...{ chainId: genesis.chainId, height: ancestry.parent.height + 1, parent: parent.id, time: ready.time },
    ...{ producer: walletOf(number).publicKey, consensus: ready.consensus },
  };
  const promised = engine.promiseValidators(bare, ancestry, validators);
  const digest = toHex(sealDigestOf(encodeHeader(promised.header)));
  const signature = signMessage(walletOf(number).seed, sealSigningBytes(genesis.chainId, digest));
  const sealed = sealHeader(promised.header, concatBytes(ready.proof ?? new Uint8Array(0), signature));
  return promised.validators === undefined ? sealed : { ...sealed, validators: promised.validators };
};

const faultOf = (header: Header, ancestry = onGenesis()): string => {
  const checked = engine.checkHeader(header, ancestry);
  return checked.ok ? 'none' : checked.error.type;
};
const posField = ({ header }: SealedHeader) => {
  if (header.consensus.kind !== 'pos') throw new Error('another kind');
  return header.consensus;
};

describe('a header', () => {
  test('of a winner in its slot, with its proof and signature, is right', () => {
    const block = nextOf(31, onGenesis(), genesis.block);
    expect(faultOf(block.header)).toBe('none');
    expect(engine.verifySeal(block, first)).toEqual({ ok: true, value: undefined });
    expect(engine.validatorsAfter(block, onGenesis())).toMatchObject({ ok: true });
    expect(engine.factsOf(block.header, first)).toMatchObject({ kind: 'pos', epoch: 0, threshold: 500_000_000 });
  });

  test('of who has no stake, of another slot, or with an output that is too high, is refused', () => {
    const block = nextOf(31, onGenesis(), genesis.block);
    const field = posField(block);
    expect(faultOf({ ...block.header, producer: walletOf(99).publicKey })).toBe('header-producer');
    const high = { ...field, vrfOutput: new Uint8Array(64).fill(255) };
    expect(faultOf({ ...block.header, consensus: high })).toBe('header-producer');
    expect(faultOf({ ...block.header, consensus: { ...field, slot: field.slot + 1 } })).toBe('header-slot');
    expect(faultOf({ ...block.header, consensus: { ...field, validatorsHash: zeroHex32 } })).toBe('header-validators');
  });

  test('with an output that was not drawn, or another proof or signature, has no seal', () => {
    const block = nextOf(31, onGenesis(), genesis.block);
    const low = { ...posField(block), vrfOutput: new Uint8Array(64) };
    const lucky = { ...block.header, consensus: low };
    expect(faultOf(lucky)).toBe('none');
    const digest = toHex(sealDigestOf(encodeHeader(lucky)));
    const signature = signMessage(walletOf(31).seed, sealSigningBytes(genesis.chainId, digest));
    const forged = sealHeader(lucky, concatBytes(block.seal.slice(0, 80), signature));
    expect(engine.verifySeal(forged, first)).toMatchObject({ error: { type: 'header-seal' } });
    for (const at of [0, 40, 79, 80, 143]) {
      const seal = block.seal.slice();
      seal[at] = (seal[at] ?? 0) ^ 1;
      expect(engine.verifySeal(sealHeader(block.header, seal), first)).toMatchObject({ ok: false });
    }
  });
});

describe('over epochs', () => {
  const after = (block: SealedHeader, ancestry: Ancestry): Ancestry => {
    const validators = engine.validatorsAfter(block, ancestry);
    if (!validators.ok) throw new Error(validators.error.type);
    return { parent: block.header, grandparentTime: ancestry.parent.time, validators: validators.value };
  };

  test('a chain of one staker that has it all goes on without a gap, and after days of silence', () => {
    const alone = testSpec({ consensus: { ...consensus, stakes: stakes.slice(0, 1) } });
    const only = stakes[0]?.account === walletOf(31).publicKey ? 31 : 32;
    const checks = { signatureCheck: () => true, vrf: { verify: vrfVerify, outputOf: vrfOutputOf } };
    const own = engineFor(alone, checks);
    const start = createGenesis(alone);
    const validators = own.firstValidators(start.chainId, start.validators);
    const ancestry = { parent: start.block.header, grandparentTime: undefined, validators };
    const week = Math.floor((7 * 86_400_000) / slotMs);
    for (const slot of [1, 2, epochSlots * 3 + 1, week]) {
      const candidate = { ...candidateOf(only), proofOf: () => new Uint8Array(80).fill(1) };
      const vrf = { verify: vrfVerify, outputOf: () => new Uint8Array(64).fill(255) };
      const sure = engineFor(alone, { ...checks, vrf });
      expect(sure.prepare(ancestry, begin(slot), candidate)).toMatchObject({ type: 'ready', consensus: { slot } });
    }
  });

  test('stake that comes counts two epochs later, and what a header carries is what its parent did not have', () => {
    const newcomer = walletOf(33).publicKey;
    const grown = ascending([...stakes.map(({ account, amount }) => [account, amount] as const), [newcomer, 8000n]]);
    const bytes = encodeValidators({ kind: 'stakes', stakes: grown });
    const block = nextOf(31, onGenesis(), genesis.block, bytes);
    expect(block.validators).toEqual(bytes);
    const left = after(block, onGenesis()).validators;
    if (left?.kind !== 'pos') throw new Error('another kind');
    const stakeIn = (epoch: number): bigint => inEpoch(left, epoch).current.stakes.get(newcomer) ?? 0n;
    expect([0, 1, 2, 3].map(stakeIn)).toEqual([0n, 0n, 8000n, 8000n]);
    const alone = { header: block.header };
    expect(engine.validatorsAfter(alone, onGenesis())).toMatchObject({ error: { type: 'header-validators-missing' } });
  });

  test('the seed of an epoch comes of the outputs before, and far epochs cost no more than near ones', () => {
    const block = nextOf(31, onGenesis(), genesis.block);
    const left = after(block, onGenesis()).validators;
    if (left?.kind !== 'pos' || first?.kind !== 'pos') throw new Error('another kind');
    expect(inEpoch(left, 1).seed).not.toBe(inEpoch(first, 1).seed);
    expect(inEpoch(left, 0).seed).toBe(first.seed);
    const far = inEpoch(left, 2 ** 40);
    expect(far.seed).not.toBe(inEpoch(left, 2 ** 40 + 1).seed);
    expect(slotInput(far.seed, 5)).not.toEqual(slotInput(far.seed, 6));
  });
});
