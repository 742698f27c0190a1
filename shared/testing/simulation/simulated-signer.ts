// The Signer port of one simulated machine: its key is a test wallet's, and the record of what it has signed outlives every
// crash, as a strict write does. Owns the highest slot that was signed, with its digest.

import { concatBytes, equalBytes, toHex } from '../../core/bytes/index.ts';
import type { Vrf } from '../../core/consensus/index.ts';
import { sha256, signMessage } from '../../core/crypto/index.ts';
import { bytesOf, type Hex32, sealSigningBytes } from '../../core/model/index.ts';
import type { Signer } from '../../core/node/index.ts';
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
  let last: { readonly slot: number; readonly digest: Hex32 } | undefined;
  return {
    sign: ({ chainId, producer, slot, sealDigest }) => {
      const digest = toHex(sealDigest);
      const isUsed = last !== undefined && (slot < last.slot || (slot === last.slot && digest !== last.digest));
      if (producer !== wallet.publicKey || isUsed) return Promise.resolve({ ok: false, reason: 'slot-used' });
      last = { slot, digest };
      const signature = signMessage(wallet.seed, sealSigningBytes(chainId, digest));
      return Promise.resolve({ ok: true, signature });
    },
    prove: (producer, inputs) =>
      Promise.resolve(producer === wallet.publicKey ? inputs.map((input) => fakeProof(producer, input)) : undefined),
  };
};
