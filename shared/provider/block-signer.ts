// Signs headers for the node: with an account of the wallet while that is unlocked, or with the key that this tab mines for.
// Every signature goes through the record of signed slots (shared/signing), so no slot of a key is signed twice.
// Owns the signer with its fences, for as long as the provider lives.

import { type Hex32, sealSigningBytes } from '../core/model/index.ts';
import type { Signer, SignTask } from '../core/node/index.ts';
import { toHex } from '../core/bytes/index.ts';
import { createOwnSeals, createSigningRecord, createSlotSigner, type HoldLock } from '../signing/index.ts';
import type { KeyValues } from './backend.ts';
import type { MiningKey } from './mining-key.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { owns, type WalletService } from './wallet-service.ts';

export interface BlockSignerParts {
  readonly profile: Pick<KeyValues, 'update'>;
  readonly wallet: Pick<WalletService, 'known' | 'sign' | 'prove'>;
  readonly miningKey: Pick<MiningKey, 'sign' | 'prove'>;
  readonly holdLock?: HoldLock | undefined;
}

/** One chain's, because what the slot signer hands to be signed does not name the chain. */
const signerOf = ({ profile, wallet, miningKey, holdLock }: BlockSignerParts, chainId: Hex32) =>
  createSlotSigner({
    record: createSigningRecord(profile),
    holdLock,
    sign: (key, digest) => {
      const message = sealSigningBytes(chainId, digest);
      return owns(wallet.known(), key) ? wallet.sign(key, message) : miningKey.sign(key, message);
    },
  });

export const createBlockSigner = (parts: BlockSignerParts): Signer => {
  const seals = createOwnSeals(parts.profile);
  const inTurn = oneAtATime();
  const signers = new Map<Hex32, ReturnType<typeof signerOf>>();
  const signerFor = (chainId: Hex32): ReturnType<typeof signerOf> => {
    const known = signers.get(chainId) ?? signerOf(parts, chainId);
    signers.set(chainId, known);
    return known;
  };
  return {
    sign: ({ chainId, producer: key, slot, sealDigest, seenSlot, quietSlots }: SignTask) =>
      inTurn(async () => {
        const task = { chainId, key, slot, digest: toHex(sealDigest), seenSlot, quietSlots };
        const answer = await signerFor(chainId).sign(task);
        return answer.ok ? answer : { ok: false, reason: answer.reason };
      }),
    prove: async (producer, inputs) => {
      try {
        const { wallet, miningKey } = parts;
        return await (owns(wallet.known(), producer) ? wallet : miningKey).prove(producer, inputs);
      } catch {
        return undefined; // a locked wallet: it is asked again later
      }
    },
    // A profile that cannot be written signs nothing either; the record of slots says so.
    keepSeal: (chainId, header) => inTurn(() => seals.keep(chainId, header)).catch(() => undefined),
    keptSeals: (chainId) => seals.kept(chainId).catch(() => []),
  };
};
