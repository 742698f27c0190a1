// The Signer port of one simulated machine: the real one over the record of signed slots, which outlives every crash, as a
// strict write does. Its key is a test wallet's.

import { concatBytes, equalBytes, toHex } from '../../core/bytes/index.ts';
import type { Vrf } from '../../core/consensus/index.ts';
import { sha256, signMessage } from '../../core/crypto/index.ts';
import { bytesOf, type Hex32, sealSigningBytes } from '../../core/model/index.ts';
import type { Signer } from '../../core/node/index.ts';
import { createOwnSeals, createSigningRecord, createSlotSigner, type SlotSigner } from '../../signing/index.ts';
import { createLosingValues } from '../losing-values.ts';
import type { TestWallet } from '../test-wallet.ts';

/**
 * In the place of the VRF, which is not what a simulation is about: everybody could compute it, and nobody does. A proof is the
 * hash of key and input with zeros behind it.
 */
const fakeProof = (producer: Hex32, input: Uint8Array): Uint8Array => {
  const proof = new Uint8Array(80);
  proof.set(sha256(concatBytes(bytesOf(producer), input)));
  return proof;
};

const outputOf = (proof: Uint8Array): Uint8Array => concatBytes(sha256(proof), sha256(sha256(proof)));

export const fakeVrf: Vrf = {
  outputOf,
  verify: (publicKey, input, proof) =>
    equalBytes(proof, fakeProof(toHex(publicKey), input)) ? outputOf(proof) : undefined,
};

export const createSimulatedSigner = (wallet: TestWallet): Signer => {
  const values = createLosingValues({ flush: () => Promise.resolve() });
  const record = createSigningRecord(values);
  const seals = createOwnSeals(values);
  const slots = new Map<Hex32, SlotSigner>();
  const signerOf = (chainId: Hex32): SlotSigner => {
    const sign = (key: Hex32, digest: Hex32) =>
      Promise.resolve(
        key === wallet.publicKey
          ? (wallet.sign ?? signMessage)(wallet.seed, sealSigningBytes(chainId, digest))
          : undefined,
      );
    const known = slots.get(chainId) ?? createSlotSigner({ record, sign });
    slots.set(chainId, known);
    return known;
  };
  return {
    sign: ({ chainId, producer: key, slot, sealDigest, seenSlot, quietSlots }) =>
      signerOf(chainId).sign({ chainId, key, slot, digest: toHex(sealDigest), seenSlot, quietSlots }),
    prove: (producer, inputs) =>
      Promise.resolve(producer === wallet.publicKey ? inputs.map((input) => fakeProof(producer, input)) : undefined),
    keepSeal: seals.keep,
    keptSeals: seals.kept,
  };
};
