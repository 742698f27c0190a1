// Nothing makes a key sign two headers in one slot: not a crash at any moment between deciding and sending, not a second
// tab, not a profile from an old backup. On the real record and signer, with a disk that loses what it has not flushed.

import { describe, expect, test } from 'vitest';

import { seededRandom } from '../testing/simulation/index.ts';
import { createLosingValues, type LosingValues, signingRecordContract } from '../testing/index.ts';
import { createSigningRecord, createSlotSigner, type HoldLock, type SlotSigner } from './index.ts';

const isNight = process.env['TABCHAIN_NIGHTLY'] === '1';
const slots = isNight ? 10_000 : 500;
const kills = isNight ? 500 : 50;
const chainId = 'c1'.repeat(32);
const key = 'a1'.repeat(32);

/** Web Locks of one browser; a page that dies lets go. */
const createLocks = () => {
  const held = new Set<string>();
  const hold: HoldLock = (name) => {
    if (held.has(name)) return Promise.resolve(undefined);
    held.add(name);
    return Promise.resolve(() => {
      held.delete(name);
    });
  };
  return { hold, dropAll: () => held.clear() };
};

interface Machine {
  readonly locks: boolean;
  /** how many tabs of one browser want to sign with one key */
  readonly tabs: number;
  readonly lies?: boolean;
  readonly seed: number;
}

interface Outcome {
  /** by slot: the digests that left this machine */
  readonly sent: ReadonlyMap<number, ReadonlySet<string>>;
  readonly killed: number;
}

const newDigest = (random: ReturnType<typeof seededRandom>): string =>
  [...random.bytes(32)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Steps of a signature, from deciding to sending; at one of them power may be lost. */
const createSteps = () => {
  let left = Infinity;
  let die: (() => void) | undefined;
  return {
    arm: (steps: number, whenDead: () => void) => {
      left = steps;
      die = whenDead;
    },
    disarm: () => {
      left = Infinity;
      die = undefined;
    },
    pass: async (): Promise<void> => {
      await Promise.resolve();
      if (--left !== 0) return;
      die?.();
      await new Promise<never>(() => undefined);
    },
  };
};

const live = async ({ locks: hasLocks, tabs, lies = false, seed }: Machine): Promise<Outcome> => {
  const random = seededRandom(seed);
  const steps = createSteps();
  const values: LosingValues = createLosingValues({ flush: steps.pass, lies });
  const locks = createLocks();
  const sent = new Map<number, Set<string>>();
  let killed = 0;

  const openTab = (): SlotSigner =>
    createSlotSigner({
      record: createSigningRecord(values),
      holdLock: hasLocks ? locks.hold : undefined,
      sign: async (_key, digest) => {
        await steps.pass();
        return new TextEncoder().encode(digest);
      },
    });
  let open = Array.from({ length: tabs }, openTab);

  /** Decides on a block, signs it, sends it. */
  const produce = async (tab: SlotSigner, slot: number): Promise<void> => {
    const digest = newDigest(random);
    await steps.pass();
    const answer = await tab.sign({ chainId, key, slot, digest, seenSlot: undefined, quietSlots: 0 });
    await steps.pass();
    if (!answer.ok) return;
    const digests = sent.get(slot) ?? new Set();
    sent.set(slot, digests.add(digest));
    await steps.pass();
  };

  /** Resolves when all have sent or given up, or when power is lost. */
  const slotOf = (slot: number, isKilled: boolean): Promise<unknown> => {
    const dead = new Promise<void>((resolve) => {
      if (isKilled) steps.arm(random.between(1, 5 * tabs), resolve);
    });
    return Promise.race([dead.then(() => 'dead'), Promise.all(open.map((tab) => produce(tab, slot)))]);
  };

  for (let slot = 1; slot <= slots; slot++) {
    const isKilled = random.below(slots) < 3 * kills;
    const outcome = await slotOf(slot, isKilled);
    steps.disarm();
    if (outcome !== 'dead') continue;
    killed++;
    values.crash(random.happens(500));
    locks.dropAll();
    open = Array.from({ length: tabs }, openTab);
    // the page is back within the slot, and builds another block
    await slotOf(slot, false);
  }
  return { sent, killed };
};

const twice = ({ sent }: Outcome): number => [...sent.values()].filter((digests) => digests.size > 1).length;

describe('power lost between deciding and sending', () => {
  test.each<[string, Omit<Machine, 'seed'>]>([
    ['one tab with locks', { locks: true, tabs: 1 }],
    ['three tabs with locks', { locks: true, tabs: 3 }],
    ['two tabs without locks', { locks: false, tabs: 2 }],
  ])(`%s: ${slots} slots, at least ${kills} times`, async (_, machine) => {
    const outcome = await live({ ...machine, seed: 7 });
    expect(twice(outcome)).toBe(0);
    expect(outcome.killed).toBeGreaterThanOrEqual(kills);
    expect(outcome.sent.size).toBeGreaterThan(slots / 2);
  });

  test('would be seen: on a disk that says it has what it has not, a slot is signed twice', async () => {
    expect(twice(await live({ locks: true, tabs: 1, lies: true, seed: 7 }))).toBeGreaterThan(0);
  });
});

describe('a second tab of the same browser', () => {
  const task = (slot: number, digest: string) => ({
    ...{ chainId, key, slot, seenSlot: undefined, quietSlots: 0 },
    digest: digest.repeat(64),
  });
  const sign = (_key: string, digest: string) => Promise.resolve(new TextEncoder().encode(digest));
  const record = () => createSigningRecord(createLosingValues({ flush: () => Promise.resolve() }));

  test('is told that the key signs elsewhere, and takes over when the first lets go', async () => {
    const shared = record();
    const locks = createLocks();
    const [first, second] = [0, 1].map(() => createSlotSigner({ record: shared, holdLock: locks.hold, sign }));
    expect(await first?.sign(task(1, 'a'))).toMatchObject({ ok: true });
    expect(await second?.sign(task(2, 'b'))).toEqual({ ok: false, reason: 'key-elsewhere' });
    expect(await first?.sign(task(2, 'a'))).toMatchObject({ ok: true });
    first?.close();
    await Promise.resolve();
    expect(await second?.sign(task(2, 'b'))).toEqual({ ok: false, reason: 'slot-used' });
    expect(await second?.sign(task(3, 'b'))).toMatchObject({ ok: true });
  });

  test('without locks takes the fence, and the first one stops', async () => {
    const shared = record();
    const [first, second] = [0, 1].map(() => createSlotSigner({ record: shared, sign }));
    expect(await first?.sign(task(1, 'a'))).toMatchObject({ ok: true });
    expect(await second?.sign(task(1, 'b'))).toEqual({ ok: false, reason: 'slot-used' });
    expect(await second?.sign(task(2, 'b'))).toMatchObject({ ok: true });
    expect(await first?.sign(task(3, 'a'))).toEqual({ ok: false, reason: 'key-elsewhere' });
  });

  test('a key that is locked uses its slot up, and a record that cannot be written signs nothing', async () => {
    const locked = createSlotSigner({ record: record(), sign: () => Promise.resolve(undefined) });
    expect(await locked.sign(task(1, 'a'))).toEqual({ ok: false, reason: 'no-key' });
    const broken = createSlotSigner({
      record: createSigningRecord({ update: () => Promise.reject(new Error('full')) }),
      sign,
    });
    expect(await broken.sign(task(1, 'a'))).toEqual({ ok: false, reason: 'record-failed' });
    const damaged = createSigningRecord({ update: (_, change) => Promise.resolve(change(Uint8Array.of(1, 2, 3))) });
    expect(await createSlotSigner({ record: damaged, sign }).sign(task(1, 'a'))).toMatchObject({ ok: false });
  });
});

describe('a profile from an old backup', () => {
  const quietSlots = 6;
  const sign = (_key: string, digest: string) => Promise.resolve(new TextEncoder().encode(digest));

  test('waits until so many slots have passed without a block of its key, and a twin that lives keeps it waiting', async () => {
    const original = createLosingValues({ flush: () => Promise.resolve() });
    const running = createSlotSigner({ record: createSigningRecord(original), sign });
    const task = (slot: number, seenSlot: number | undefined, digest = 'a') => ({
      ...{ chainId, key, slot, seenSlot, quietSlots },
      digest: digest.repeat(64),
    });
    expect(await running.sign(task(1, undefined))).toMatchObject({ ok: true });
    const old = original.backup();
    expect(await running.sign(task(9, 1))).toMatchObject({ ok: true });

    const restored = createSlotSigner({
      record: createSigningRecord(createLosingValues({ flush: () => Promise.resolve(), from: old })),
      sign,
    });
    // the chain shows slot 9, of which the backup knows nothing
    expect(await restored.sign(task(9, 9, 'b'))).toEqual({ ok: false, reason: 'key-seen-elsewhere' });
    expect(await restored.sign(task(15, 9, 'b'))).toEqual({ ok: false, reason: 'key-seen-elsewhere' });
    // the twin signs on: the wait begins again
    expect(await running.sign(task(14, 9))).toMatchObject({ ok: true });
    expect(await restored.sign(task(16, 14, 'b'))).toEqual({ ok: false, reason: 'key-seen-elsewhere' });
    expect(await restored.sign(task(21, 14, 'b'))).toMatchObject({ ok: true });
    // and now it is the first that waits, had it not stopped
    expect(await running.sign(task(22, 21))).toEqual({ ok: false, reason: 'key-seen-elsewhere' });
  });

  test('without a block of its key on the chain nothing is waited for', async () => {
    const fresh = createSlotSigner({
      record: createSigningRecord(createLosingValues({ flush: () => Promise.resolve() })),
      sign,
    });
    const task = { chainId, key, slot: 1, digest: 'a'.repeat(64), seenSlot: undefined, quietSlots };
    expect(await fresh.sign(task)).toMatchObject({ ok: true });
  });
});

describe('the record in memory', () => {
  test.each(signingRecordContract)('$name', async ({ run }) => {
    const values = createLosingValues({ flush: () => Promise.resolve() });
    await run(() => ({ record: createSigningRecord(values), close: () => undefined }));
  });
});
