/**
 * Tabs of one browser that sleep, and pages of two versions: never do two of them write to one chain's database or sign
 * with one key, nobody waits for ever, and a person is told what happened.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { test, waitUntil } from './harness.ts';
import type { Relay } from './harness.ts';
import { ask, blockMsMax, heightOf, slotOf, waitForHeight } from './tab.ts';
import { putToSleep } from './tab-process.ts';

const startMsMax = 15_000;
/** a tab that a browser has put to sleep, or whose machine has slept, for longer than a lease lasts */
const longAgoMs = 3_600_000;
/** beyond any that the page has had */
const newerVersion = 1000;

/** A page of the same origin without a node, to reach the databases from. */
async function openBlank(page: Page, address: string): Promise<Page> {
  const blank = await page.context().newPage();
  await blank.goto(new URL('health', address).href);
  return blank;
}

/** Makes the lease of slot 0 as old as after a long sleep. */
function ageLease(blank: Page): Promise<void> {
  return blank.evaluate(
    (ageMs) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('tabchain-profile');
        request.onerror = () => {
          reject(new Error(String(request.error)));
        };
        request.onsuccess = () => {
          const transaction = request.result.transaction('entry', 'readwrite');
          const entries = transaction.objectStore('entry');
          const read = entries.get('slot-lease-0');
          read.onsuccess = () => {
            const lease = JSON.parse(new TextDecoder().decode(read.result as Uint8Array)) as {
              readonly beatMs: number;
            };
            const aged = { ...lease, beatMs: lease.beatMs - ageMs };
            entries.put(new TextEncoder().encode(JSON.stringify(aged)), 'slot-lease-0');
          };
          transaction.oncomplete = () => {
            request.result.close();
            resolve();
          };
        };
      }),
    longAgoMs,
  );
}

/** Opens a database in another version and, if told to, holds it without an ear for others; resolves when it is open. */
function openDatabase(blank: Page, name: string, version: number, holds: boolean): Promise<void> {
  return blank.evaluate(
    ([named, wanted, held]) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open(named, wanted);
        request.onerror = () => {
          reject(new Error(String(request.error)));
        };
        request.onsuccess = () => {
          if (!held) request.result.close();
          resolve();
        };
      }),
    [name, version, holds] as const,
  );
}

async function chainDatabaseOf(page: Page): Promise<string> {
  const { network } = await ask(page, 'node_info', {});
  return `tabchain-0-${network.chainId.slice(2, 34)}`;
}

const peerIdOf = async (page: Page): Promise<string> => (await ask(page, 'node_info', {})).peerId;

test('a tab that sleeps keeps its slot by its Web Lock, and a new tab takes the next at once', async ({ tabs }) => {
  const first = await tabs.open();
  const firstPeer = await peerIdOf(first);
  const wake = await putToSleep(first);
  const second = await tabs.openBeside(first);
  const secondPeer = await peerIdOf(second);
  expect(await slotOf(second)).toBe(1);
  expect(secondPeer).not.toBe(firstPeer);
  wake();
  expect([await slotOf(first), await peerIdOf(first)]).toEqual([0, firstPeer]);
  await expect(first.getByTestId('alarm')).toHaveCount(0);
});

test('over plain http a tab that slept past its lease finds its slot taken, writes nothing, and takes another', async ({
  tabs,
  relay,
}) => {
  const classroom = classroomOf(relay);
  const sleeper = await tabs.open(classroom);
  const sleeperPeer = await peerIdOf(sleeper);
  await ask(sleeper, 'production_start', {});
  await waitForHeight([sleeper], 2, blockMsMax);
  // Not in the middle of a transaction: a browser that freezes tabs by itself ends those first.
  await ask(sleeper, 'production_stop', {});
  const wake = await putToSleep(sleeper);
  const blank = await openBlank(sleeper, classroom);
  await ageLease(blank);

  const taker = await tabs.openBeside(sleeper, classroom);
  expect(await peerIdOf(taker)).toBe(sleeperPeer);
  expect(await slotOf(taker)).toBe(0);
  const chain = await ask(taker, 'block_list', { count: 10 });
  expect(chain.length).toBeGreaterThanOrEqual(3);

  const reloaded = sleeper.waitForEvent('load');
  wake();
  await reloaded;
  await waitUntil('the sleeper has taken another slot', startMsMax, async () => (await slotOf(sleeper)) === 1);
  expect(await peerIdOf(sleeper)).not.toBe(sleeperPeer);
  expect(await peerIdOf(taker)).toBe(sleeperPeer);
  // What the taker found in the database is all there still, and it goes on alone.
  const height = await heightOf(taker);
  await ask(taker, 'production_start', {});
  await waitForHeight([taker], height + 2, blockMsMax);
  for (const { height: at, id } of chain) expect((await ask(taker, 'block_get', { height: at })).id).toBe(id);
  await expect(taker.getByTestId('alarm')).toHaveCount(0);
});

test('an old page gives way to a newer version, and says so; one that holds on is named', async ({ tabs, relay }) => {
  const old = await tabs.open();
  const chain = await chainDatabaseOf(old);
  const blank = await openBlank(old, relay.page);
  await openDatabase(blank, chain, newerVersion, false);
  await expect(old.getByTestId('alarm')).toContainText('A newer version of this page is open in another tab');
  await expect(old.getByRole('button', { name: 'Reload the page' }).first()).toBeVisible();

  // The profile of the browser as well: the wallet of an old page is out of reach, and nothing hangs.
  const second = await tabs.open();
  await ask(second, 'node_info', {}); // it has its profile open
  const beside = await openBlank(second, relay.page);
  await openDatabase(beside, 'tabchain-profile', newerVersion, false);
  await expect(second.getByTestId('alarm')).toContainText('A newer version of this page is open in another tab');
  await expect(ask(second, 'wallet_accounts', {})).rejects.toThrow(/newer version of this page/i);

  // The other way round: a page of an older version that does not let go.
  const third = await tabs.open('about:blank');
  const holder = await openBlank(third, relay.page);
  await openDatabase(holder, chain, 1, true);
  await third.goto(relay.page);
  await expect(third.getByTestId('alarm')).toContainText('holds the database and does not answer', {
    timeout: startMsMax,
  });
  await holder.close();
  await third.reload();
  expect((await ask(third, 'node_info', {})).peerId).not.toBe('');
});

/** The page's address under a name that is not this machine's own: no Web Locks there. */
const classroomOf = ({ page }: Relay): string => page.replace('127.0.0.1', 'classroom.test');
