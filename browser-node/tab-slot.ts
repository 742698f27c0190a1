// Which of the browser profile's nodes this tab is: the lowest free slot, a small number that names its identity and its
// chain database. A slot is held for the page's life by the Web Lock `tabchain-slot-N`; where Web Locks are missing, by a
// lease (slot-leases.ts). sessionStorage remembers it: a reload waits up to 2 s for the page before it to let go and gets
// its slot again; a duplicated tab remembers the same one, does not get it, and takes its own. Bound: `tabSlotsMax` slots.

import type { LocksLike, SlotHolder, TabSlotWorld, TimerLike } from './ports/tab-slot-like.ts';
import { slotLeases } from './slot-leases.ts';

export interface TabSlot {
  readonly type: 'tab-slot';
  /** 0 is the first tab's; also the wallet account that the tab selects by default. */
  readonly slot: number;
  /** the page's name in the lease of its slot; `undefined` where Web Locks hold it, which nobody can take from a sleeping tab */
  readonly leaseToken: string | undefined;
  /** Lets go before the page ends; resolves when another tab may take the slot. */
  readonly release: () => Promise<void>;
}

/** Every slot is held. */
export interface TabSlotsFull {
  readonly type: 'tab-slots-full';
  readonly slotsMax: number;
}

export interface TabSlotOptions {
  /**
   * The slot went to another tab (a lease that ran out while this tab was frozen, a lock that was stolen). At most once.
   * The node must stop at once: two nodes with one identity and one database harm both.
   */
  readonly onLost: () => void;
}

/** More tabs than a machine runs nodes for. */
export const tabSlotsMax = 64;
/** A page that is being reloaded is gone in well under a second; a machine under load is given two. */
const reloadWaitMs = 2_000;
const sessionKey = 'tabchain-slot';

/** Takes the slot that this tab had before a reload, else the lowest free one. */
export async function takeTabSlot(world: TabSlotWorld, { onLost }: TabSlotOptions): Promise<TabSlot | TabSlotsFull> {
  const former = formerSlot(world.session.getItem(sessionKey));
  const holder =
    world.locks === undefined
      ? slotLeases(world, former?.pageToken, onLost)
      : slotLocks(world.locks, world.timer, onLost);
  for (const [slot, waitMs] of attempts(former?.slot)) {
    const release = await holder.take(slot, waitMs);
    if (release === undefined) continue;
    world.session.setItem(sessionKey, JSON.stringify({ slot, pageToken: world.pageToken }));
    return { type: 'tab-slot', slot, leaseToken: world.locks === undefined ? world.pageToken : undefined, release };
  }
  return { type: 'tab-slots-full', slotsMax: tabSlotsMax };
}

/** The former slot, waited for, then all from the lowest. */
function* attempts(formerSlotNumber: number | undefined): Generator<readonly [slot: number, waitMs: number]> {
  if (formerSlotNumber !== undefined) yield [formerSlotNumber, reloadWaitMs];
  for (let slot = 0; slot < tabSlotsMax; slot += 1) yield [slot, 0];
}

/** What this tab, or the one it is a duplicate of, wrote into sessionStorage; `undefined` if nothing of use. */
export function formerSlot(text: string | null): { readonly slot: number; readonly pageToken: string } | undefined {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || !('slot' in value) || !('pageToken' in value)) return undefined;
  const { slot, pageToken } = value;
  if (typeof slot !== 'number' || !Number.isInteger(slot) || slot < 0 || slot >= tabSlotsMax) return undefined;
  return typeof pageToken === 'string' ? { slot, pageToken } : undefined;
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}

/** The browser lets go of a lock when its page is gone, however it went. */
function slotLocks(locks: LocksLike, timer: TimerLike, onLost: () => void): SlotHolder {
  return {
    take: (slot, waitMs) =>
      new Promise((resolve, reject) => {
        const waiting = new AbortController();
        const abort = (): void => {
          waiting.abort();
        };
        const cancelWait = waitMs === 0 ? undefined : timer.after(waitMs, abort);
        let state: 'asked' | 'held' | 'released' = 'asked';
        const ended = locks.request(
          `tabchain-slot-${String(slot)}`,
          waitMs === 0 ? { ifAvailable: true } : { signal: waiting.signal },
          async (lock) => {
            cancelWait?.();
            if (lock === null) {
              resolve(undefined);
              return;
            }
            state = 'held';
            await new Promise<void>((letGo) => {
              resolve(async () => {
                state = 'released';
                letGo();
                await ended;
              });
            });
          },
        );
        ended.catch((reason: unknown) => {
          if (state === 'held') onLost();
          else if (waiting.signal.aborted) resolve(undefined);
          else reject(reason instanceof Error ? reason : new Error(String(reason)));
        });
      }),
  };
}
