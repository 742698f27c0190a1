// The Store contract on the real IndexedDB, in a window and in a worker, in a secure context and in an insecure one; the
// contracts of signed slots and of the file store over it; the faults that only a browser can cause; the profile store; and slots of real tabs that reload, close and are duplicated.

import { readFileSync } from 'node:fs';
import type { CDPSession, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  contentStoreContract,
  signingRecordContract,
  storeContract,
  type UnixFsVectors,
} from '../../shared/testing/index.ts';
import { openBrowserPage, waitForEntry } from './browser-page.ts';
import type { BrowserPage } from './browser-page.ts';
import type {} from './store.page.ts';

const timeoutMs = 60_000;
const entry = 'tests/browser/store.page.ts';
const signingNames = signingRecordContract.map(({ name }) => name);
const vectors = JSON.parse(
  readFileSync(new URL('../vectors/files/unixfs.json', import.meta.url), 'utf8'),
) as UnixFsVectors;
const contentNames = contentStoreContract(vectors).map(({ name }) => name);
const contractNames = storeContract.map(({ name }) => name);

describe.each(['127.0.0.1', 'classroom.test'])('at http://%s', (hostName) => {
  let opened: BrowserPage;

  beforeAll(async () => {
    opened = await openBrowserPage(entry, { hostName });
  }, timeoutMs);

  afterAll(() => opened.close(), timeoutMs);

  test('the context is what it is meant to be', async () => {
    const context = await opened.page.evaluate(() => [window.isSecureContext, 'locks' in navigator]);
    expect(context).toEqual(hostName === '127.0.0.1' ? [true, true] : [false, false]);
  });

  test.each(contractNames)('store in a window: %s', { timeout: timeoutMs }, async (name) => {
    await opened.page.evaluate((which) => window.storePage.runCase(which), name);
  });

  test.each(contractNames)('store in a worker: %s', { timeout: timeoutMs }, async (name) => {
    await opened.page.evaluate((which) => window.storePage.runCaseInWorker(which), name);
  });

  test.each(signingNames)('signed slots: %s', { timeout: timeoutMs }, async (name) => {
    await opened.page.evaluate((which) => window.storePage.runSigningCase(which), name);
  });

  test.each(contentNames)('files: %s', { timeout: timeoutMs }, async (name) => {
    await opened.page.evaluate(([which, fixed]) => window.storePage.runContentCase(which, fixed), [
      name,
      vectors,
    ] as const);
  });

  test('one page at a time signs with a key', { timeout: timeoutMs }, async () => {
    const { page } = opened;
    const other = await openTab(page, 'noopener');
    const sign = (by: Page, slot: number) => by.evaluate((which) => window.storePage.signSlot(which), slot);
    expect(await sign(page, 1)).toBe('signed');
    if (hostName === '127.0.0.1') {
      // The lock: who came first signs on, until its page ends.
      expect(await sign(other, 2)).toBe('key-elsewhere');
      expect(await sign(page, 2)).toBe('signed');
      await page.reload();
      await waitForEntry(page);
      await expect.poll(() => sign(other, 3)).toBe('signed');
      expect(await sign(page, 4)).toBe('key-elsewhere');
    } else {
      // No locks: the fence of the record. Who comes last signs on.
      expect(await sign(other, 1)).toBe('signed'); // the same digest: nothing new
      expect(await sign(page, 2)).toBe('key-elsewhere');
      expect(await sign(other, 2)).toBe('signed');
    }
    await other.close();
  });

  test('the profile keeps what is put over a reload, for all tabs', { timeout: timeoutMs }, async () => {
    const { page } = opened;
    await page.evaluate(async () => {
      const profile = await window.storePage.profile();
      if (!profile.persistent) throw new Error('not persistent');
      await profile.put('vault', new Uint8Array([1, 2, 3]).subarray(1));
      await profile.put('seed-1', new Uint8Array([4]));
      await profile.put('seed-0', new Uint8Array([5]));
      await profile.put('gone', new Uint8Array([6]));
      await profile.delete('gone');
    });
    await page.reload();
    await waitForEntry(page);
    const found = await page.evaluate(async () => {
      const profile = await window.storePage.profile();
      const vault = await profile.get('vault');
      return { vault: [...(vault ?? [])], gone: await profile.get('gone'), seeds: await profile.list('seed-') };
    });
    expect(found).toEqual({ vault: [2, 3], gone: undefined, seeds: ['seed-0', 'seed-1'] });
  });

  test('updates of the profile from several tabs lose nothing', { timeout: timeoutMs }, async () => {
    const other = await openTab(opened.page, 'noopener');
    const count = (page: Page): Promise<void> =>
      page.evaluate(async () => {
        const profile = await window.storePage.profile();
        const add = (current: Uint8Array | undefined): Uint8Array => new Uint8Array([(current?.[0] ?? 0) + 1]);
        await Promise.all(Array.from({ length: 50 }, () => profile.update('count', add)));
      });
    await Promise.all([count(opened.page), count(other)]);
    const counted = await other.evaluate(async () => (await (await window.storePage.profile()).get('count'))?.[0]);
    expect(counted).toBe(100);
    await other.close();
  });

  test('an update that throws changes nothing', async () => {
    const [message, value] = await opened.page.evaluate(async () => {
      const profile = await window.storePage.profile();
      await profile.put('kept', new Uint8Array([7]));
      const refused = profile.update('kept', () => {
        throw new RangeError('slot already signed');
      });
      return [await refused.catch(String), (await profile.get('kept'))?.[0]];
    });
    expect([message, value]).toEqual(['RangeError: slot already signed', 7]);
  });

  test('slots of real tabs: reload, duplicate, close', { timeout: timeoutMs }, async () => {
    const first = opened.page;
    expect(await takeSlot(first)).toBe(0);
    const second = await openTab(first, 'noopener');
    expect(await takeSlot(second)).toBe(1);

    // window.open without 'noopener' copies sessionStorage, as duplicating a tab does.
    const duplicate = await openTab(first, '');
    const copied = await duplicate.evaluate(() => sessionStorage.getItem('tabchain-slot'));
    expect(copied).toContain('"slot":0');
    expect(await takeSlot(duplicate)).toBe(2);

    await second.reload();
    await waitForEntry(second);
    expect(await takeSlot(second)).toBe(1);
    await first.reload();
    await waitForEntry(first);
    expect(await takeSlot(first)).toBe(0);

    await second.close({ runBeforeUnload: true });
    await expect.poll(() => second.isClosed()).toBe(true);
    const third = await openTab(first, 'noopener');
    expect(await takeSlot(third)).toBe(1);
    for (const page of [first, duplicate, third])
      expect(await page.evaluate(() => window.storePage.slotsLost())).toBe(0);
    await third.close();
    await duplicate.close();
  });
});

describe('faults of IndexedDB', () => {
  let opened: BrowserPage;

  beforeAll(async () => {
    opened = await openBrowserPage(entry);
  }, timeoutMs);

  afterAll(() => opened.close(), timeoutMs);

  test('a tab that upgrades the database ends the store of this one', { timeout: timeoutMs }, async () => {
    const seen = await opened.page.evaluate(() => window.storePage.upgradeElsewhere());
    expect(seen).toEqual({ calls: ['done', 'store-newer', 'store-newer'], closed: ['store-newer'], keys: ['k'] });
  });

  test('a tab that opens the database after this one has it alone', { timeout: timeoutMs }, async () => {
    const seen = await opened.page.evaluate(() => window.storePage.takenElsewhere());
    expect(seen).toEqual({
      calls: ['done', 'done', 'store-taken', 'done'],
      closed: ['store-taken'],
      keys: ['before', 'taker', 'taker again'],
    });
  });

  test('a tab whose slot is leased to another has no part in the profile', { timeout: timeoutMs }, async () => {
    const held = await opened.page.evaluate(() => window.storePage.useLease('own'));
    expect(held).toEqual(['done', 'done', 'done', 'done']);
    const lost = await opened.page.evaluate(() => window.storePage.useLease('other'));
    expect(lost).toEqual(['store-taken', 'store-taken', 'store-taken', 'store-taken']);
  });

  test('a tab that deletes the database ends the store of this one', { timeout: timeoutMs }, async () => {
    const seen = await opened.page.evaluate(() => window.storePage.deleteElsewhere());
    expect(seen).toEqual({ calls: ['done', 'store-closed', 'done'], closed: ['store-closed'], keys: [] });
  });

  test('a tab that does not let go blocks an upgrade until a deadline', { timeout: timeoutMs }, async () => {
    expect(await opened.page.evaluate(() => window.storePage.openBlocked())).toBe('store-blocked');
  });

  test(
    'calls that nobody awaits are bounded, and none is done after one that was refused',
    { timeout: timeoutMs },
    async () => {
      const { calls, closed, keys } = await opened.page.evaluate(() => window.storePage.overrun());
      expect(calls).toContain('store-overrun');
      expect(closed).toEqual(['store-overrun']);
      expect(keys).toEqual(keys.map((_, index) => String(index).padStart(4, '0')));
    },
  );
});

describe('what DevTools can do to the disk', () => {
  // Each in a browser of its own: Chromium remembers for a while how much space it has granted to an origin.
  let opened: BrowserPage;
  let devtools: CDPSession;
  let origin: string;

  beforeEach(async () => {
    opened = await openBrowserPage(entry);
    devtools = await opened.page.context().newCDPSession(opened.page);
    origin = new URL(opened.page.url()).origin;
  }, timeoutMs);

  afterEach(() => opened.close(), timeoutMs);

  test('a full disk refuses a commit whole, and all after it', { timeout: timeoutMs }, async () => {
    const { page } = opened;
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 2 * 1024 * 1024 });
    await page.exposeFunction('meddle', () => undefined);
    const { calls, closed } = await page.evaluate(() => window.storePage.commitAround('full'));
    expect(calls).toEqual(['done', 'store-full', 'store-full', 'store-full']);
    expect(closed).toEqual(['store-full']);
    expect(await page.evaluate(() => window.storePage.keysOf('full'))).toEqual(['before']);
  });

  test(
    'on a disk full of files all others are read, a tab opens them, deletes and goes on; the chain too',
    { timeout: timeoutMs },
    async () => {
      const { page } = opened;
      await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 16 * 1024 * 1024 });
      const seen = await page.evaluate(() => window.storePage.fillWithFiles());
      const whole = { blocks: 4, damaged: 0, bytes: seen.bytes[0] };
      expect(seen).toEqual({
        ...{ large: 'disk-full', chain: 'done', brim: 'store-no-room', verified: [whole, whole, whole] },
        // The tab that had the files before has no part in them any more.
        ...{ earlier: 'storage-failed', deleted: 'done', afterwards: 'done', closed: ['store-taken'] },
        bytes: [seen.bytes[0], seen.bytes[0]],
      });
    },
  );

  test('clearing the site data ends the store', { timeout: timeoutMs }, async () => {
    const { page } = opened;
    await page.exposeFunction('meddle', () =>
      devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' }),
    );
    const { calls, closed } = await page.evaluate(() => window.storePage.commitAround('cleared'));
    expect(calls[0]).toBe('done');
    expect(calls.at(-1)).toBe('store-closed');
    expect(closed).toEqual(['store-closed']);
    expect(await page.evaluate(() => window.storePage.keysOf('cleared'))).toEqual([]);
  });
});

function takeSlot(page: Page): Promise<number> {
  return page.evaluate(() => window.storePage.takeSlot());
}

/** Another tab of the same browser profile at the same address. */
async function openTab(page: Page, features: '' | 'noopener'): Promise<Page> {
  const opening = page.context().waitForEvent('page');
  await page.evaluate((wanted) => void window.open(location.href, '_blank', wanted), features);
  const tab = await opening;
  await waitForEntry(tab);
  return tab;
}
