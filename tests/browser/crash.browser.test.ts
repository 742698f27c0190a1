// The process of a tab is killed in the middle of an import, again and again, on a profile that is on the disk: each time
// the chain opens with what was committed, without a rebuild, and in the end it has the state of a twin that was never
// killed. Three kills by day, fifty at night.

import type { Browser, Page } from '@playwright/test';
import sodium from 'libsodium-wrappers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signatureCheckFrom } from '../../shared/core/crypto/index.ts';
import { type ForgedBlock, offerBlock, openTestChain } from '../../shared/testing/index.ts';
import { seededRandom } from '../../shared/testing/simulation/index.ts';
import { createBlockStream } from '../simulation/block-stream.ts';
import { type BrowserPage, openBrowserPage, waitForEntry } from './browser-page.ts';
import type { ImportPlan, ImportStart } from './crash.page.ts';

const isNight = process.env['TABCHAIN_NIGHTLY'] === '1';
const kills = isNight ? 50 : 3;
const timeoutMs = isNight ? 3_600_000 : 90_000;
/** Long enough that there is an import to be killed in every time: up to a hundred blocks pass before a kill takes hold. */
const seed = 11;
const syncedTo = isNight ? 500 : 150;
const pushedTo = isNight ? 4000 : 300;

/** Of the import: blocks go on being imported until the kill takes hold. */
const lastKillShare = 0.85;

let opened: BrowserPage;

beforeAll(async () => {
  opened = await openBrowserPage('tests/browser/crash.page.ts', { profile: 'on-disk' });
}, timeoutMs);

afterAll(() => opened.close(), timeoutMs);

/** Seconds that each renderer has worked, by its process. */
const workOfRenderers = async (browser: Browser): Promise<ReadonlyMap<number, number>> => {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  return new Map(processInfo.filter(({ type }) => type === 'renderer').map(({ id, cpuTime }) => [id, cpuTime]));
};

/** The renderer that has worked most since then: the one that imports, the others only wait. */
const busiestRenderer = async (browser: Browser, before: ReadonlyMap<number, number>): Promise<number> => {
  const work = [...(await workOfRenderers(browser))].map(([id, seconds]) => ({
    id,
    seconds: seconds - (before.get(id) ?? 0),
  }));
  const [busiest] = work.sort((a, b) => b.seconds - a.seconds);
  if (busiest === undefined) throw new Error('the browser has no renderer');
  return busiest.id;
};

const progressOf = (page: Page) => page.evaluate(() => window.crashPage.progress());

/** Lets the import come to `height` and kills its process at once; the height of the last commit that was heard of. */
const killAt = async (page: Page, importer: number, height: number): Promise<number> => {
  let progress = await progressOf(page);
  while (progress.committedHeight < height && !progress.isDone && progress.fault === '')
    progress = await progressOf(page);
  const crashed = page.waitForEvent('crash');
  process.kill(importer, 'SIGKILL');
  await crashed;
  expect(progress).toMatchObject({ fault: '', isDone: false });
  return progress.committedHeight;
};

const openAgain = async (crashed: Page): Promise<Page> => {
  const page = await crashed.context().newPage();
  await page.goto(crashed.url());
  await crashed.close();
  await waitForEntry(page);
  return page;
};

/** A chain with forks, and the root of the state of a twin that takes every block in its turn. */
const makeChain = async (): Promise<{ readonly plan: ImportPlan; readonly twinRoot: string }> => {
  await sodium.ready;
  const stream = createBlockStream(seededRandom(seed).fork());
  const twin = openTestChain(stream.forge, signatureCheckFrom(sodium));
  const chain: string[] = [];
  const take = (block: ForgedBlock): void => {
    if (offerBlock(twin, block.block).type === 'refused') throw new Error('the twin refused a block');
    chain.push(Buffer.from(block.bytes).toString('hex'));
  };
  while (twin.head().height < pushedTo) stream.next().forEach(take);
  take(stream.onTip());
  return { plan: { seed, chain, syncedTo }, twinRoot: twin.state.root() };
};

test(`a tab that is killed ${kills} times in an import has lost nothing`, { timeout: timeoutMs }, async () => {
  const { plan, twinRoot } = await makeChain();
  let { page } = opened;
  const browser = page.context().browser();
  if (browser === null) throw new Error('the profile has no browser');
  let heard = 0;
  for (let kill = 0; kill <= kills; kill++) {
    const before = await workOfRenderers(browser);
    const start: ImportStart = await page.evaluate((what) => window.crashPage.begin(what), plan);
    expect(start.how).toBe(kill === 0 ? 'fresh' : 'restored');
    expect(start.height).toBeGreaterThanOrEqual(heard);
    expect(start.isRightState).toBe(true);
    if (kill === kills) break;
    // All over the import, the later kills where commits are strict; enough is left for the last.
    const height = Math.max(start.height + 1, Math.floor((pushedTo * lastKillShare * (kill + 1)) / kills));
    heard = await killAt(page, await busiestRenderer(browser, before), height);
    page = await openAgain(page);
  }
  await expect.poll(() => progressOf(page), { timeout: timeoutMs }).toMatchObject({ isDone: true, fault: '' });
  expect((await progressOf(page)).root).toBe(twinRoot);
});
