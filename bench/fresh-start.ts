// The figures `fresh-full`, `fresh-state` and `fresh-light`: milliseconds from the load of the page to the tip of 10,000 blocks
// of five transfers, in a new tab of a real Chromium that fetches from one other tab: all blocks; the state of a settled
// block and the blocks after it; headers alone. At most 60,000, 10,000 and 5,000 are wanted. Beside each, from the same
// loads: milliseconds to the first direct peer, before which nothing can be fetched.
// Both tabs run on one machine, so that of two cores each has one. The serving tab begins with the chain in its database.
// Bounds: `rounds` browsers one after another, each wait with a deadline; all files lie in one temporary folder.

import type { Page } from '@playwright/test';
import { createGenesis } from '../shared/core/chain/index.ts';
import { figure, median } from './measure.ts';
import type { BenchFigure } from './measure.ts';
import { withRelayAndBrowser } from './relay-and-browser.ts';
import type { RelayAndBrowser } from './relay-and-browser.ts';
import { openServingTab, servedChain, timeOf } from './tab-network.ts';
import type { ServedChain } from './tab-network.ts';

const blocks = 10_000;
const transfersPerBlock = 5;
const accounts = 1000;
const rounds = 3;
/** The tab that joins is the second of its profile. */
const joiningSlot = 1;

/** What the tab keeps, as it is remembered in its profile (shared/provider/kept-mode.ts). */
interface HowMuch {
  readonly mode: 'full' | 'light';
  readonly start: 'blocks' | 'state';
}

interface Joining {
  readonly tipMs: number;
  readonly directPeerMs: number;
}

const run = (name: string, how: HowMuch) => async (): Promise<BenchFigure> => {
  const served = await servedChain({ blocks, transfersPerBlock, accounts });
  const joinings: Joining[] = [];
  for (let round = 0; round < rounds; round++) {
    joinings.push(await withRelayAndBrowser((opened) => joinOnce(opened, served, how), served.spec));
  }
  const middle = (of: (joining: Joining) => number): number => median(joinings.map(of));
  return figure(
    name,
    'chromium',
    'ms',
    middle(({ tipMs }) => tipMs),
    middle(({ directPeerMs }) => directPeerMs),
  );
};

export const full = { run: run('fresh-full', { mode: 'full', start: 'blocks' }) };
export const fromState = { run: run('fresh-state', { mode: 'full', start: 'state' }) };
export const light = { run: run('fresh-light', { mode: 'light', start: 'blocks' }) };

async function joinOnce({ context, relay }: RelayAndBrowser, served: ServedChain, how: HowMuch): Promise<Joining> {
  await openServingTab(context, relay, served);
  const joining = await context.newPage();
  // A page of the same origin that starts no node.
  await joining.goto(new URL('health', relay.page).href);
  await remember(joining, `mode/${joiningSlot}/${createGenesis(served.spec).chainId}`, JSON.stringify(how));
  await joining.goto(relay.page, { waitUntil: 'commit' });
  const [tipMs, directPeerMs] = await Promise.all([
    timeOf(joining, { type: 'height', height: served.height }),
    timeOf(joining, { type: 'direct-peer' }),
  ]);
  return { tipMs, directPeerMs };
}

/** Puts an entry into the profile that the first tab has opened. */
async function remember(page: Page, key: string, text: string): Promise<void> {
  await page.evaluate(
    (entry) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('tabchain-profile');
        opening.onerror = () => reject(new Error(String(opening.error)));
        opening.onsuccess = () => {
          const database = opening.result;
          const writing = database.transaction('entry', 'readwrite');
          writing.objectStore('entry').put(new TextEncoder().encode(entry.text), entry.key);
          writing.onabort = () => reject(new Error(String(writing.error)));
          writing.oncomplete = () => {
            database.close();
            resolve();
          };
        };
      }),
    { key, text },
  );
}
