/**
 * Two tabs of Firefox and two of Chromium are one network: all link to all, they pay each other across engines, each
 * engine's blocks are the other's; and with the relay gone a lost link is made anew through a tab of Firefox, the only
 * neighbour that both ends have. Files that one engine shares are opened in the other. What it took is printed.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Page } from 'puppeteer-core';
import type { AddressText } from '../../shared/provider/index.ts';
import { test as base, waitUntil } from '../e2e/harness.ts';
import { makeTestFilm } from '../e2e/test-film.ts';
import { type ChromiumTab, firefoxTab, openChromiumTab } from './engine-tabs.ts';
import { type Firefox, startFirefox } from './firefox.ts';
import {
  directPeers,
  heightOf,
  newestCommonBlocks,
  type NodeTab,
  peerIdOf,
  untilBalance,
  untilHeight,
  untilMeshed,
  type WalletTab,
} from './node-tab.ts';

const linkMsMax = 60_000;
const blockMsMax = 60_000;
const goneMsMax = 20_000;
const relinkedMsMax = 20_000;
const oneCoin = 1_000_000n;
const filmSeconds = 8;

interface Engines {
  readonly firefox: Firefox;
  readonly chromium: (name: string) => Promise<ChromiumTab>;
  readonly foxes: (name: string) => Promise<WalletTab & { readonly close: () => Promise<void> }>;
}

const test = base.extend<Engines>({
  firefox: async ({ relay: _relay }, use) => {
    const firefox = await startFirefox();
    await use(firefox);
    await firefox.close();
    expect(firefox.outside, 'requests of Firefox that left the machine').toEqual([]);
    expect(firefox.ownErrors(), 'errors of the page in Firefox').toEqual([]);
  },
  chromium: async ({ tabs, relay }, use) => {
    await use(async (name) => openChromiumTab(await tabs.open('about:blank'), name, relay.page));
  },
  foxes: async ({ firefox, relay }, use, testInfo) => {
    const opened = new Map<string, Page>();
    await use(async (name) => {
      const page = await firefox.open(relay.page);
      opened.set(name, page);
      return { ...firefoxTab(page, name), close: () => page.close() };
    });
    if (testInfo.status === testInfo.expectedStatus) return;
    // As Playwright does for its own pages: what the tab looked like when the story failed.
    for (const [name, page] of opened) {
      if (!page.isClosed()) await page.screenshot({ path: `${testInfo.outputPath(name.replace(' ', '-'))}.png` });
    }
  },
});

test('Firefox and Chromium link, pay and mine for each other, and a link is made through Firefox alone', async ({
  chromium,
  firefox,
  foxes,
  relay,
}) => {
  const [miner, friend] = [await chromium('chromium 1'), await chromium('chromium 2')];
  const [fox, vixen] = [await foxes('firefox 1'), await foxes('firefox 2')];
  const all = [miner, friend, fox, vixen];
  const linkedMs = await untilMeshed(all, linkMsMax);

  await miner.createWallet();
  const [foxAddress, friendAddress] = [await fox.createWallet(), await friend.createWallet()];
  await miner.startMining();
  await untilHeight(all, 2, blockMsMax);
  const toFirefoxMs = await paid(miner, '2', foxAddress, 2n * oneCoin, all);
  const toChromiumMs = await paid(fox, '0.5', friendAddress, oneCoin / 2n, all);
  await miner.stopMining();

  await fox.startMining();
  await untilHeight(all, (await heightOf(fox)) + 2, blockMsMax);
  await fox.stopMining();
  expect((await newestCommonBlocks(all)).size).toBe(1);

  expect(firefox.errors, 'errors while the relay is there').toEqual([]);
  await relay.kill();
  await vixen.close();
  const relinkedMs = await linkAnewThrough(fox, [miner, friend]);
  console.info(
    `2 Firefox and 2 Chromium: linked ${linkedMs} ms, paid to Firefox ${toFirefoxMs} ms, ` +
      `to Chromium ${toChromiumMs} ms, linked anew through Firefox ${relinkedMs} ms`,
  );
});

test('files go from Chromium to Firefox and from Firefox to Chromium, and a film plays in Firefox', async ({
  chromium,
  foxes,
}, info) => {
  const [tab, fox] = [await chromium('chromium'), await foxes('firefox')];
  const both = [tab, fox];
  await untilMeshed(both, linkMsMax);
  const foxAddress = await fox.createWallet();
  await tab.createWallet();
  await tab.startMining();
  await untilHeight(both, 2, blockMsMax);
  await paid(tab, '2', foxAddress, 2n * oneCoin, both);

  await mkdir(info.outputDir, { recursive: true });
  const write = async (name: string, bytes: Buffer): Promise<readonly [path: string, digest: string]> => {
    const path = join(info.outputDir, name);
    await writeFile(path, bytes);
    return [path, createHash('sha256').update(bytes).digest('hex')];
  };
  const [film, filmDigest] = await write('film.webm', await makeTestFilm(tab.page, filmSeconds));
  const opened = await fox.openFile(await inBlock(fox, await tab.shareFile(film)));
  expect(opened).toMatchObject({ digest: filmDigest, width: 320 });
  expect(opened.played).toBeGreaterThan(0.5);

  const [song, songDigest] = await write('bytes.bin', randomBytes(3_000_000));
  expect(await tab.openFile(await inBlock(tab, await fox.shareFile(song)))).toMatchObject({ digest: songDigest });
  await tab.stopMining();
});

/** Waits until a tab knows of a file from a block. */
async function inBlock({ ask, name }: NodeTab, cid: string): Promise<string> {
  await waitUntil(`${name} knows of the file from a block`, blockMsMax, async () =>
    (await ask('file_list', {})).some((file) => file.cid === cid && file.height !== undefined),
  );
  return cid;
}

/** Pays on the screens; ms until all tabs have the payment in a block. */
async function paid(
  payer: WalletTab,
  coins: string,
  to: AddressText,
  units: bigint,
  all: readonly NodeTab[],
): Promise<number> {
  const startedMs = Date.now();
  await payer.pay(to, coins);
  await untilBalance(all, to, units, blockMsMax);
  return Date.now() - startedMs;
}

/** Ends the link between two tabs of Chromium that share no relay and no neighbour but `hop`; ms until they have another. */
async function linkAnewThrough(hop: WalletTab, pair: readonly [ChromiumTab, ChromiumTab]): Promise<number> {
  const [a, b] = pair;
  const [hopId, aId, bId] = await Promise.all([peerIdOf(hop), peerIdOf(a), peerIdOf(b)]);
  const onlyThese = async (): Promise<boolean> => {
    const peers = await Promise.all(pair.map(({ ask }) => ask('net_peers', {})));
    const [ofA, ofB] = peers.map((list) =>
      list
        .map(({ peerId }) => peerId)
        .sort()
        .join(),
    );
    return ofA === [hopId, bId].sort().join() && ofB === [hopId, aId].sort().join();
  };
  await waitUntil('the two know nobody but each other and the tab of Firefox', goneMsMax, onlyThese);
  expect(await Promise.all(pair.map((tab) => tab.chromiumLinks()))).toEqual([1, 1]);

  const cutMs = Date.now();
  await Promise.all(pair.map((tab) => tab.cutChromiumLinks()));
  expect(await Promise.all(pair.map((tab) => tab.chromiumLinks()))).toEqual([0, 0]);
  await waitUntil('the two have a new link', relinkedMsMax, async () => {
    const links = await Promise.all(pair.map((tab) => tab.chromiumLinks()));
    const peers = await Promise.all(pair.map(directPeers));
    return links.join() === '1,1' && peers[0]?.includes(bId) === true && peers[1]?.includes(aId) === true;
  });
  const relinkedMs = Date.now() - cutMs;
  expect(await onlyThese(), 'nobody else came in between').toBe(true);

  await b.startMining();
  await untilHeight([a, b, hop], (await heightOf(a)) + 2, blockMsMax);
  await b.stopMining();
  return relinkedMs;
}
