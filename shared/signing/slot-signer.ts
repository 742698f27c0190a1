// Signs at most one header a slot with a key, whatever happens to this tab, to others of the same browser, and to backups of
// its profile. Three guards, of which each alone would do in its case: the record (a crash, a second tab), the lock and
// fence (a second tab says so instead of losing slots), and the wait (an old backup, or the same words on another machine).
// Bounds: one lock and one fence a chain and key, for as long as this signer lives.

import type { Hex32 } from '../core/model/index.ts';
import type { SigningRecord } from './signing-record.ts';

/** `key-elsewhere`: the lock, or the fence, is another's · `key-seen-elsewhere`: headers of this key that are not ours. */
export type SignRefusal = 'slot-used' | 'key-elsewhere' | 'key-seen-elsewhere' | 'no-key' | 'record-failed';

export type SignAnswer =
  { readonly ok: true; readonly signature: Uint8Array } | { readonly ok: false; readonly reason: SignRefusal };

/** Held for the life of the page; `undefined` where another page has it. */
export type HoldLock = (name: string) => Promise<(() => void) | undefined>;

export interface SlotSignerParts {
  readonly record: SigningRecord;
  /** absent where there are no locks: the fence alone then, so the newest holder signs and the others stop */
  readonly holdLock?: HoldLock | undefined;
  /** `undefined`: no such key here, or it is locked */
  readonly sign: (key: Hex32, digest: Hex32) => Promise<Uint8Array | undefined>;
}

/** A header that waits for its signature. */
export interface SlotTask {
  readonly chainId: Hex32;
  readonly key: Hex32;
  readonly slot: number;
  readonly digest: Hex32;
  /** the highest slot in which any header that this node knows has this key as its producer; `undefined`: none */
  readonly seenSlot: number | undefined;
  /** how many slots without a header of another holder make it believable that there is none */
  readonly quietSlots: number;
}

export interface SlotSigner {
  readonly sign: (task: SlotTask) => Promise<SignAnswer>;
  /** Lets go of the locks. */
  readonly close: () => void;
}

const refuse = (reason: SignRefusal): SignAnswer => ({ ok: false, reason });

/**
 * The chain has a header of this key that our record does not: the record is older than the key's last signature. It
 * comes from a backup, or the key signs on another machine. Slots are times, so what was signed before cannot be signed
 * again; only a holder that is still alive could. It shows itself by its blocks: so long is waited after the last one.
 */
const mustWait = ({ slot, seenSlot, quietSlots }: SlotTask, lastSlot: number | undefined): boolean =>
  seenSlot !== undefined && seenSlot > (lastSlot ?? -1) && slot <= seenSlot + quietSlots;

interface Hold {
  readonly fence: number;
  readonly release: () => void;
}

export const createSlotSigner = ({ record, holdLock, sign }: SlotSignerParts): SlotSigner => {
  const holds = new Map<string, Promise<Hold | undefined>>();

  const takeHold = async ({ chainId, key }: SlotTask): Promise<Hold | undefined> => {
    const release = holdLock === undefined ? () => undefined : await holdLock(`sign-${chainId}-${key}`);
    return release && { fence: await record.takeFence(chainId, key), release };
  };

  /** What failed once is tried again for the next slot. */
  const holdOf = async (task: SlotTask): Promise<Hold | undefined> => {
    const name = `${task.chainId}-${task.key}`;
    const taking = holds.get(name) ?? takeHold(task);
    holds.set(name, taking);
    const hold = await taking.catch(() => undefined);
    if (hold === undefined) holds.delete(name);
    return hold;
  };

  const signOnce = async (task: SlotTask): Promise<SignAnswer> => {
    const { chainId, key, slot, digest } = task;
    if (mustWait(task, await record.lastSlot(chainId, key))) return refuse('key-seen-elsewhere');
    const hold = await holdOf(task);
    if (hold === undefined) return refuse('key-elsewhere');
    const answer = await record.advance({ chainId, key, slot, digest, fence: hold.fence });
    if (answer === 'fenced') return refuse('key-elsewhere');
    if (answer === 'slot-used') return refuse('slot-used');
    const signature = await sign(key, digest);
    return signature === undefined ? refuse('no-key') : { ok: true, signature };
  };

  return {
    sign: (task) => signOnce(task).catch(() => refuse('record-failed')),
    close: () => {
      for (const taking of holds.values()) {
        taking.then(
          (hold) => hold?.release(),
          () => undefined,
        );
      }
      holds.clear();
    },
  };
};
