// What a key has signed: for each chain and key the newest slot with its digest, and which holder may sign (the fence). It
// is written, durably, before a signature is made; a slot up to the one that is written is never signed with another
// digest. Bounds: one value of 57 bytes a chain and key, so the accounts of a wallet times its networks.

import { createReader, createWriter, type DecodeFault, type Result } from '../core/bytes/index.ts';
import { bytesOf, type Hex32, readHex32 } from '../core/model/index.ts';

/** A slot that is about to be signed. */
export interface SignedSlot {
  readonly chainId: Hex32;
  readonly key: Hex32;
  readonly slot: number;
  readonly digest: Hex32;
  /** as `takeFence` gave it */
  readonly fence: number;
}

/** `slot-used`: this slot or a later one is signed, with another digest · `fenced`: somebody took the fence since. */
export type AdvanceAnswer = 'written' | 'slot-used' | 'fenced';

/** Every method rejects where the profile cannot be read or written: then nothing may be signed. */
export interface SigningRecord {
  /** The newest slot that is written; `undefined` before the first. */
  readonly lastSlot: (chainId: Hex32, key: Hex32) => Promise<number | undefined>;
  /** A number above every one before it: from now on who holds a lower one is refused. On the disk when it resolves. */
  readonly takeFence: (chainId: Hex32, key: Hex32) => Promise<number>;
  /** Compares and writes in one step; on the disk when it resolves. The same slot with the same digest is `written` again. */
  readonly advance: (entry: SignedSlot) => Promise<AdvanceAnswer>;
}

/** Where the record lies: one step that nothing can come between, durable when it resolves. */
export interface AtomicValues {
  readonly update: (
    key: string,
    change: (current: Uint8Array | undefined) => Uint8Array | undefined,
  ) => Promise<Uint8Array | undefined>;
}

export interface KeptSlot {
  readonly fence: number;
  readonly signed: { readonly slot: number; readonly digest: Hex32 } | undefined;
}

export const encodeKeptSlot = ({ fence, signed }: KeptSlot): Uint8Array => {
  const writer = createWriter(57)
    .uint(fence)
    .u8(signed === undefined ? 0 : 1);
  if (signed !== undefined) writer.uint(signed.slot).fixed(bytesOf(signed.digest), 32);
  return writer.finish();
};

export const decodeKeptSlot = (bytes: Uint8Array): Result<KeptSlot, DecodeFault> => {
  const reader = createReader(bytes);
  const fence = reader.uint();
  const flag = reader.u8();
  if (flag > 1) reader.refuse('a flag above 1');
  return reader.finish({ fence, signed: flag === 1 ? { slot: reader.uint(), digest: readHex32(reader) } : undefined });
};

const nothingKept: KeptSlot = { fence: 0, signed: undefined };

/** A value that is damaged may stand for any slot. */
const keptIn = (bytes: Uint8Array | undefined): KeptSlot => {
  if (bytes === undefined) return nothingKept;
  const kept = decodeKeptSlot(bytes);
  if (!kept.ok) throw new Error('the record of signed slots is damaged: this key must not sign here any more');
  return kept.value;
};

const nameOf = (chainId: Hex32, key: Hex32): string => `signed/${chainId}/${key}`;

const answerTo = ({ fence, signed }: KeptSlot, entry: SignedSlot): AdvanceAnswer => {
  if (fence !== entry.fence) return 'fenced';
  if (signed === undefined || signed.slot < entry.slot) return 'written';
  return signed.slot === entry.slot && signed.digest === entry.digest ? 'written' : 'slot-used';
};

export const createSigningRecord = ({ update }: AtomicValues): SigningRecord => ({
  lastSlot: async (chainId, key) => keptIn(await update(nameOf(chainId, key), (current) => current)).signed?.slot,
  takeFence: async (chainId, key) => {
    const next = await update(nameOf(chainId, key), (current) => {
      const kept = keptIn(current);
      return encodeKeptSlot({ ...kept, fence: kept.fence + 1 });
    });
    return keptIn(next).fence;
  },
  advance: async (entry) => {
    let answer: AdvanceAnswer = 'fenced';
    await update(nameOf(entry.chainId, entry.key), (current) => {
      const kept = keptIn(current);
      answer = answerTo(kept, entry);
      const { fence, slot, digest } = entry;
      return answer === 'written' ? encodeKeptSlot({ fence, signed: { slot, digest } }) : current;
    });
    return answer;
  },
});
