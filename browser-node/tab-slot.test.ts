// Tabs of one browser played in one thread: shared locks, shared leases, a broadcast channel and a clock that jumps.

import { describe, expect, test } from 'vitest';
import { profileInMemory } from './ports/profile-store.ts';
import type { LocksLike, SessionLike, TabSlotWorld } from './ports/tab-slot-like.ts';
import type { TabSlot } from './tab-slot.ts';
import { tabSlotsMax, takeTabSlot } from './tab-slot.ts';

interface VirtualTab {
  readonly world: TabSlotWorld;
  readonly session: Map<string, string>;
  /** times that `onLost` was called */
  readonly lost: () => number;
  /** Takes a slot while time stands still. */
  readonly start: () => Promise<TabSlot>;
  /** Takes a slot and lets time pass until it has one. */
  readonly take: () => Promise<TabSlot>;
  /** The page ends as in a crash: its locks are free, its timers and its channel are dead, nothing was said. */
  readonly kill: () => void;
  /** The page ends in order: as `kill`, with the page's last words before. */
  readonly end: () => Promise<void>;
  /** Timers and channel stand still until `thaw`. */
  readonly freeze: () => void;
  readonly thaw: () => void;
}

type Mode = 'locks' | 'leases';

function virtualBrowser(mode: Mode) {
  const clock = virtualClock();
  const locks = virtualLocks();
  const leases = profileInMemory();
  const channels = new Map<string, (text: string) => void>();
  let pages = 0;

  function openTab(session = new Map<string, string>()): VirtualTab {
    pages += 1;
    const pageToken = `page-${String(pages)}`;
    const listeners = new Set<(text: string) => void>();
    const endings: (() => void)[] = [];
    let state: 'alive' | 'frozen' | 'dead' = 'alive';
    let lost = 0;
    channels.set(pageToken, (text) => {
      if (state === 'alive') for (const listener of [...listeners]) listener(text);
    });
    const world: TabSlotWorld = {
      locks: mode === 'locks' ? locks.ofPage(pageToken) : undefined,
      session: sessionOf(session),
      leases,
      channel: {
        post: (text) => {
          for (const [receiver, receive] of channels) if (receiver !== pageToken) receive(text);
        },
        listen: (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
      timer: {
        now: clock.now,
        after: (delayMs, callback) =>
          clock.after(delayMs, function run(): void {
            if (state === 'alive') callback();
            else if (state === 'frozen') clock.after(1000, run);
          }),
      },
      onPageEnd: (callback) => endings.push(callback),
      pageToken,
    };
    const kill = (): void => {
      state = 'dead';
      locks.freeAll(pageToken);
    };
    const start = async (): Promise<TabSlot> => {
      const taken = await takeTabSlot(world, { onLost: () => (lost += 1) });
      if (taken.type !== 'tab-slot') throw new Error(taken.type);
      return taken;
    };
    return {
      world,
      session,
      lost: () => lost,
      start,
      take: () => clock.run(start()),
      kill,
      end: async () => {
        for (const ending of endings) ending();
        await clock.settle();
        kill();
      },
      freeze: () => (state = 'frozen'),
      thaw: () => (state = 'alive'),
    };
  }

  return { clock, openTab, leases, stealAll: locks.stealAll };
}

function sessionOf(items: Map<string, string>): SessionLike {
  return { getItem: (key) => items.get(key) ?? null, setItem: (key, value) => items.set(key, value) };
}

/** Web Locks: one holder a name, those who wait in turn, abort while waiting, theft. */
function virtualLocks() {
  interface Request {
    readonly page: string;
    readonly grant: () => void;
    readonly steal: () => void;
  }
  const queues = new Map<string, Request[]>();

  function leave(name: string, request: Request): void {
    const queue = queues.get(name) ?? [];
    const wasFirst = queue[0] === request;
    queue.splice(queue.indexOf(request), 1);
    if (wasFirst) queue[0]?.grant();
  }

  const ofPage = (page: string): LocksLike => ({
    request: (name, { ifAvailable, signal }, callback) =>
      new Promise((resolve, reject) => {
        const queue = queues.get(name) ?? [];
        queues.set(name, queue);
        if (ifAvailable === true && queue.length > 0) {
          callback(null).then(resolve, reject);
          return;
        }
        let isHeld = false;
        const request: Request = {
          page,
          grant: () => {
            isHeld = true;
            callback({ name }).then(() => {
              leave(name, request);
              resolve(undefined);
            }, reject);
          },
          steal: () => {
            leave(name, request);
            reject(new DOMException('stolen', 'AbortError'));
          },
        };
        queue.push(request);
        if (queue[0] === request) request.grant();
        signal?.addEventListener('abort', () => {
          if (isHeld) return;
          leave(name, request);
          reject(new DOMException('aborted', 'AbortError'));
        });
      }),
  });

  return {
    ofPage,
    freeAll: (page: string) => {
      for (const [name, queue] of queues)
        for (const request of [...queue]) if (request.page === page) leave(name, request);
    },
    stealAll: () => {
      for (const queue of queues.values()) queue[0]?.steal();
    },
  };
}

function virtualClock() {
  let nowMs = 1_700_000_000_000;
  const timers = new Set<{ readonly time: number; readonly callback: () => void }>();

  /** Lets all promises that can settle do so. */
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  async function step(untilMs: number): Promise<void> {
    await settle();
    const next = [...timers].sort((left, right) => left.time - right.time)[0];
    nowMs = Math.min(untilMs, next?.time ?? untilMs);
    if (next === undefined || next.time > untilMs) return;
    timers.delete(next);
    next.callback();
    await settle();
  }

  return {
    now: () => nowMs,
    settle,
    after: (delayMs: number, callback: () => void) => {
      const timer = { time: nowMs + delayMs, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    pass: async (delayMs: number) => {
      const untilMs = nowMs + delayMs;
      while (nowMs < untilMs) await step(untilMs);
    },
    /** Lets time pass until `promise` settles, for at most two virtual minutes. */
    run: async <T>(promise: Promise<T>): Promise<T> => {
      const untilMs = nowMs + 120_000;
      const settled = new Set<Promise<T>>();
      const mark = (): void => void settled.add(promise);
      promise.then(mark, mark);
      await settle();
      while (!settled.has(promise) && nowMs < untilMs) await step(untilMs);
      if (!settled.has(promise)) throw new Error('not settled after two virtual minutes');
      return promise;
    },
  };
}

describe.each<Mode>(['locks', 'leases'])('tab slots by %s', (mode) => {
  test('are given from the lowest, and reused when free', async () => {
    const browser = virtualBrowser(mode);
    const tabs = [browser.openTab(), browser.openTab(), browser.openTab()];
    for (const [index, tab] of tabs.entries()) expect((await tab.take()).slot).toBe(index);
    await tabs[1]?.end();
    expect((await browser.openTab().take()).slot).toBe(1);
    expect((await browser.openTab().take()).slot).toBe(3);
  });

  test('a reload gets its slot again though a lower one is free', async () => {
    const browser = virtualBrowser(mode);
    const [first, second] = [browser.openTab(), browser.openTab()];
    await first.take();
    await second.take();
    await first.end();
    await second.end();
    expect((await browser.openTab(second.session).take()).slot).toBe(1);
  });

  test('a reload after a crash gets its slot again within 2 s', async () => {
    const browser = virtualBrowser(mode);
    const [first, second] = [browser.openTab(), browser.openTab()];
    await first.take();
    await second.take();
    second.kill();
    const before = browser.clock.now();
    expect((await browser.openTab(second.session).take()).slot).toBe(1);
    expect(browser.clock.now() - before).toBeLessThanOrEqual(2_000);
  });

  test('a reload waits for the page before it to end', async () => {
    const browser = virtualBrowser(mode);
    const [first, second] = [browser.openTab(), browser.openTab()];
    await first.take();
    await second.take();
    const reloading = browser.openTab(second.session).start();
    await browser.clock.pass(300);
    await second.end();
    expect((await browser.clock.run(reloading)).slot).toBe(1);
  });

  test('a duplicated tab gets a slot of its own, the original keeps its own', async () => {
    const browser = virtualBrowser(mode);
    const original = browser.openTab();
    await original.take();
    const before = browser.clock.now();
    const duplicate = browser.openTab(new Map(original.session));
    expect((await duplicate.take()).slot).toBe(1);
    expect(browser.clock.now() - before).toBeLessThanOrEqual(4_000);
    await original.end();
    expect((await browser.openTab(original.session).take()).slot).toBe(0);
    expect(original.lost() + duplicate.lost()).toBe(0);
  });

  test('tabs that start at once all get different slots', async () => {
    const browser = virtualBrowser(mode);
    const slots = await browser.clock.run(Promise.all(Array.from({ length: 8 }, () => browser.openTab().start())));
    expect(slots.map(({ slot }) => slot).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('a released slot is free at once and is not lost', async () => {
    const browser = virtualBrowser(mode);
    const tab = browser.openTab();
    await (await tab.take()).release();
    expect((await browser.openTab().take()).slot).toBe(0);
    await browser.clock.pass(60_000);
    expect(tab.lost()).toBe(0);
  });

  test('says when all slots are held', async () => {
    const browser = virtualBrowser(mode);
    for (let slot = 0; slot < tabSlotsMax; slot += 1) await browser.openTab().take();
    const taken = takeTabSlot(browser.openTab().world, { onLost: () => expect.fail('lost what was not held') });
    expect(await browser.clock.run(taken)).toEqual({ type: 'tab-slots-full', slotsMax: tabSlotsMax });
  });

  test.each(['', '{', 'null', '{"slot":-1,"pageToken":"x"}', '{"slot":1e9,"pageToken":"x"}', '{"slot":3}'])(
    'takes the lowest if what the session remembers is %j',
    async (remembered) => {
      const browser = virtualBrowser(mode);
      expect((await browser.openTab(new Map([['tabchain-slot', remembered]])).take()).slot).toBe(0);
    },
  );
});

test('a stolen lock is a lost slot', async () => {
  const browser = virtualBrowser('locks');
  const tab = browser.openTab();
  await tab.take();
  browser.stealAll();
  await browser.clock.settle();
  expect(tab.lost()).toBe(1);
});

describe('leases', () => {
  test('of a tab that crashed run out, not before 90 s', async () => {
    const browser = virtualBrowser('leases');
    const tab = browser.openTab();
    await tab.take();
    tab.kill();
    await browser.clock.pass(80_000);
    expect((await browser.openTab().take()).slot).toBe(1);
    await browser.clock.pass(20_000);
    expect((await browser.openTab().take()).slot).toBe(0);
  });

  test('are renewed while the tab lives', async () => {
    const browser = virtualBrowser('leases');
    const tab = browser.openTab();
    await tab.take();
    await browser.clock.pass(600_000);
    expect((await browser.openTab().take()).slot).toBe(1);
    expect(tab.lost()).toBe(0);
  });

  test('of a tab whose timers stand still hold as long as it answers', async () => {
    const browser = virtualBrowser('leases');
    const tab = browser.openTab();
    await tab.take();
    // As if it had not been able to renew for long.
    const old = JSON.stringify({ pageToken: tab.world.pageToken, beatMs: browser.clock.now() - 3_600_000 });
    await browser.leases.put('slot-lease-0', new TextEncoder().encode(old));
    expect((await browser.openTab().take()).slot).toBe(1);
    expect(tab.lost()).toBe(0);
  });

  test('of a frozen tab go to another, and the frozen one is told once when it wakes', async () => {
    const browser = virtualBrowser('leases');
    const frozen = browser.openTab();
    await frozen.take();
    frozen.freeze();
    await browser.clock.pass(100_000);
    const other = browser.openTab();
    expect((await other.take()).slot).toBe(0);
    frozen.thaw();
    await browser.clock.pass(60_000);
    expect([frozen.lost(), other.lost()]).toEqual([1, 0]);
  });

  test('that are garbage hold nothing', async () => {
    const browser = virtualBrowser('leases');
    await browser.leases.put('slot-lease-0', new Uint8Array([255, 0, 1]));
    expect((await browser.openTab().take()).slot).toBe(0);
  });
});
