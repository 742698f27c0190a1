// Tab slots where there are no Web Locks (insecure contexts: a class opens http://192.168.x.y). A slot is held by a lease
// in the profile's database, renewed by a heartbeat; every change of a lease is one compare-and-set. As timers of hidden
// tabs are throttled and those of frozen tabs stand still, a lease alone proves little: before taking over an old one, or
// one of the page that this tab was before a reload, the tab asks on a broadcast channel, which a hidden tab answers at
// once. A tab that was frozen for longer finds out at its next heartbeat that its slot is gone. Bounds: one lease record
// a slot, one listener and one timer for each slot held.

import type { ProfileGuard } from './ports/profile-store.ts';
import type { SlotHolder, TabSlotWorld } from './ports/tab-slot-like.ts';

interface Lease {
  /** the page load that holds the slot */
  readonly pageToken: string;
  /** when it last said so, ms since 1970 */
  readonly beatMs: number;
}

interface LeaseMessage {
  /** ask: who holds the slot? · held: I do · taken: it is mine from now on */
  readonly type: 'ask' | 'held' | 'taken';
  readonly slot: number;
}

const beatIntervalMs = 10_000;
/** Chromium runs the timers of a hidden tab once a minute; half a minute more for a machine under load. */
const leaseMs = 90_000;
/** Another tab answers within milliseconds unless its main thread is busy: no task of ours is longer than 50 ms. */
const answerWaitMs = 1_000;
const retryMs = 100;

/**
 * `formerPageToken` is the page that this tab was before a reload, or that of the tab it is a duplicate of; its lease may
 * be taken over as soon as nobody answers for it.
 */
export function slotLeases(world: TabSlotWorld, formerPageToken: string | undefined, onLost: () => void): SlotHolder {
  const { channel, leases, timer } = world;

  async function take(slot: number, waitMs: number): Promise<(() => Promise<void>) | undefined> {
    const deadline = timer.now() + waitMs;
    for (;;) {
      const seen = decodeLease(await leases.get(leaseKey(slot)));
      if ((await isFree(slot, seen)) && (await claim(slot, seen))) return hold(world, slot, onLost);
      if (timer.now() >= deadline) return undefined;
      await pause(retryMs);
    }
  }

  async function isFree(slot: number, lease: Lease | undefined): Promise<boolean> {
    if (lease === undefined) return true;
    // A beat from the future is left from before the clock was set back.
    const isYoung = Math.abs(timer.now() - lease.beatMs) < leaseMs;
    if (isYoung && lease.pageToken !== formerPageToken) return false;
    return !(await isAnswered(slot));
  }

  function isAnswered(slot: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (answered: boolean): void => {
        stopListening();
        stopWaiting();
        resolve(answered);
      };
      const stopListening = channel.listen((text) => {
        const message = decodeMessage(text);
        if (message?.slot === slot && message.type !== 'ask') end(true);
      });
      const stopWaiting = timer.after(answerWaitMs, () => {
        end(false);
      });
      channel.post(encodeMessage({ type: 'ask', slot }));
    });
  }

  /** Only if the lease is still the one that was judged to be free. */
  async function claim(slot: number, seen: Lease | undefined): Promise<boolean> {
    const mine = encodeLease({ pageToken: world.pageToken, beatMs: timer.now() });
    const stored = await leases.update(leaseKey(slot), (current) => {
      const lease = decodeLease(current);
      return lease?.pageToken === seen?.pageToken && lease?.beatMs === seen?.beatMs ? mine : current;
    });
    return decodeLease(stored)?.pageToken === world.pageToken;
  }

  function pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      timer.after(delayMs, resolve);
    });
  }

  return { take };
}

/** held → released (by its owner or the page's end) or lost (another tab's name stands in the lease). */
function hold(world: TabSlotWorld, slot: number, onLost: () => void): () => Promise<void> {
  const { channel, leases, pageToken, timer } = world;
  let state: 'held' | 'ended' = 'held';
  let provenMs = timer.now();
  let cancelBeat = timer.after(beatIntervalMs, beat);

  function beat(): void {
    cancelBeat();
    cancelBeat = timer.after(beatIntervalMs, beat);
    void renew();
  }

  async function renew(): Promise<void> {
    const mine = encodeLease({ pageToken, beatMs: timer.now() });
    const stored = await leases
      .update(leaseKey(slot), (current) => {
        const isOurs = state === 'held' && (decodeLease(current)?.pageToken ?? pageToken) === pageToken;
        return isOurs ? mine : current;
      })
      // A database that fails for once says nothing about the slot; the next beat asks again.
      .catch(() => undefined);
    if (state === 'ended' || stored === undefined) return;
    if (decodeLease(stored)?.pageToken === pageToken) {
      provenMs = timer.now();
    } else {
      end();
      onLost();
    }
  }

  const stopListening = channel.listen((text) => {
    const message = decodeMessage(text);
    if (message?.slot !== slot) return;
    if (message.type === 'ask') channel.post(encodeMessage({ type: 'held', slot }));
    else if (message.type === 'taken') beat();
  });

  function end(): void {
    state = 'ended';
    stopListening();
    cancelBeat();
  }

  async function release(): Promise<void> {
    if (state === 'ended') return;
    end();
    await leases.update(leaseKey(slot), (current) =>
      decodeLease(current)?.pageToken === pageToken ? undefined : current,
    );
  }

  channel.post(encodeMessage({ type: 'taken', slot }));
  world.onPageEnd(() => {
    // The page does not live to see an answer: no time to compare. Nobody can have taken a lease proven so lately.
    const isOurs = state === 'held' && Math.abs(timer.now() - provenMs) < leaseMs;
    end();
    // If it comes too late for the database, the lease is left behind and runs out.
    if (isOurs) leases.delete(leaseKey(slot)).catch(() => undefined);
  });
  return release;
}

/**
 * For what a tab does under the name of its slot, signing above all: refused from the moment at which the lease is another
 * page's, also while a tab that slept has not noticed yet. A lease that is missing was cleared with the browser's data.
 */
export function leaseGuard(slot: number, pageToken: string): ProfileGuard {
  return {
    key: leaseKey(slot),
    holds: (value) => (decodeLease(value)?.pageToken ?? pageToken) === pageToken,
  };
}

function leaseKey(slot: number): string {
  return `slot-lease-${String(slot)}`;
}

function encodeLease(lease: Lease): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(lease));
}

/** What is no lease holds no slot. */
export function decodeLease(bytes: Uint8Array | undefined): Lease | undefined {
  const value = bytes && parsed(new TextDecoder().decode(bytes));
  if (typeof value !== 'object' || value === null || !('pageToken' in value) || !('beatMs' in value)) return undefined;
  const { pageToken, beatMs } = value;
  // JSON has numbers that are read as Infinity, such as 1e999.
  const isTime = typeof beatMs === 'number' && Number.isFinite(beatMs);
  return typeof pageToken === 'string' && isTime ? { pageToken, beatMs } : undefined;
}

function encodeMessage(message: LeaseMessage): string {
  return JSON.stringify(message);
}

/** `undefined` for what another version of the page may say. */
export function decodeMessage(text: string): LeaseMessage | undefined {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || !('type' in value) || !('slot' in value)) return undefined;
  const { type, slot } = value;
  const isKnown = type === 'ask' || type === 'held' || type === 'taken';
  return isKnown && typeof slot === 'number' && Number.isFinite(slot) ? { type, slot } : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
