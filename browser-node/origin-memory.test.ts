// A browser that clears one of its two stores and leaves the other: what is told, what comes back.

import { expect, test } from 'vitest';
import type { EventListenerOf, EventName } from '../shared/provider/index.ts';
import { type LocalLike, type OriginProfile, recallOrigin } from './origin-memory.ts';

const createBrowser = () => {
  const items = new Map<string, string>();
  const entries = new Map<string, Uint8Array>();
  const listeners = new Set<(key: string | undefined) => void>();
  const local: LocalLike = {
    keys: () => [...items.keys()],
    get: (key) => items.get(key),
    set: (key, value) => {
      items.set(key, value);
      for (const listener of listeners) listener(key);
    },
    onChange: (listener) => void listeners.add(listener),
  };
  const profile: OriginProfile = {
    persistent: true,
    get: async (key) => entries.get(key),
    put: async (key, value) => void entries.set(key, value),
  };
  return { items, entries, local, profile, start: () => recallOrigin(local, profile) };
};

/** A page that runs and tells these events. */
const liveThrough = async (
  browser: ReturnType<typeof createBrowser>,
  events: readonly (readonly [EventName, unknown])[],
): Promise<readonly unknown[]> => {
  const memory = await browser.start();
  const delivered: unknown[] = [];
  const heard = new Map<EventName, (payload: unknown) => void>();
  memory.follow({
    on: <E extends EventName>(event: E, listener: EventListenerOf<E>) =>
      void heard.set(event, listener as (payload: unknown) => void),
    deliver: (message) => void delivered.push(message),
  });
  for (const [event, payload] of events) heard.get(event)?.(payload);
  return delivered;
};

const block = ['head', { height: 7, id: '0x00' }] as const;
const genesis = ['head', { height: 0, id: '0x00' }] as const;
const wallet = ['wallet', { backedUp: false, hasCoins: false }] as const;

test('a browser that keeps everything has nothing to tell', async () => {
  const browser = createBrowser();
  expect((await browser.start()).gone).toBeUndefined();
  await liveThrough(browser, [block, wallet]);
  browser.entries.set('vault', new Uint8Array([1]));
  expect((await browser.start()).gone).toBeUndefined();
});

test.each([
  ['chain and wallet', [block, wallet], 'storage-evicted'],
  ['the chain', [block], 'storage-evicted-chain'],
  ['nothing yet', [genesis], undefined],
] as const)('with %s stored, a cleared IndexedDB is told as that', async (_, events, gone) => {
  const browser = createBrowser();
  await liveThrough(browser, events);
  browser.entries.clear();
  expect((await browser.start()).gone).toBe(gone);
});

test('what has gone is told to the page as an alarm', async () => {
  const browser = createBrowser();
  expect(await liveThrough(browser, [block, wallet])).toEqual([]);
  browser.entries.clear();
  const payload = { what: 'storage-evicted', choices: ['restore', 'dismiss'] };
  expect(await liveThrough(browser, [])).toEqual([{ type: 'event', event: 'alarm', payload }]);
});

test('a wallet that has gone is told at every start until there is one again, a chain once', async () => {
  const browser = createBrowser();
  await liveThrough(browser, [block, wallet]);
  browser.entries.clear();
  expect((await browser.start()).gone).toBe('storage-evicted');
  expect((await browser.start()).gone).toBe('storage-evicted');
  browser.entries.set('vault', new Uint8Array([1]));
  expect((await browser.start()).gone).toBeUndefined();
});

test('a cleared localStorage gets its settings back, and only those', async () => {
  const browser = createBrowser();
  browser.items.set('tabchain.theme', 'dark');
  browser.items.set('other.site', 'x');
  await liveThrough(browser, [wallet]);
  browser.local.set('tabchain.mining-tenths', '3');
  browser.entries.set('vault', new Uint8Array([1]));
  browser.items.clear();
  expect((await browser.start()).gone).toBeUndefined();
  expect(browser.items.get('tabchain.theme')).toBe('dark');
  expect(browser.items.get('tabchain.mining-tenths')).toBe('3');
  expect(browser.items.has('other.site')).toBe(false);
  // The mark is there again, wallet included.
  browser.entries.clear();
  expect((await browser.start()).gone).toBe('storage-evicted');
});

test('a setting that the person took back does not return', async () => {
  const browser = createBrowser();
  browser.items.set('tabchain.theme', 'dark');
  await liveThrough(browser, []);
  browser.items.delete('tabchain.theme');
  await liveThrough(browser, []);
  browser.items.clear();
  await browser.start();
  expect(browser.items.has('tabchain.theme')).toBe(false);
});

test.each(['', '{', '7', '{"wallet":1}'])('a mark that is %j is none', async (text) => {
  const browser = createBrowser();
  browser.items.set('tabchain-kept', text);
  expect((await browser.start()).gone).toBeUndefined();
});

test('a window that keeps nothing is left alone', async () => {
  const browser = createBrowser();
  const memory = await recallOrigin(browser.local, { ...browser.profile, persistent: false });
  expect(memory.gone).toBeUndefined();
  expect([browser.items.size, browser.entries.size]).toEqual([0, 0]);
  expect((await recallOrigin(undefined, browser.profile)).gone).toBeUndefined();
});
