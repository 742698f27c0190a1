// The figure `propagation`: milliseconds until a block is the head in each of 8 linked tabs of a real Chromium, from the
// moment in which it is the head of the tab that made it: the median over all other tabs and all rounds. Beside it, over the
// same links and in turn with the blocks: a text as long as the block, by gossip alone, which nobody checks, executes
// or stores. At most 1.5 times as long is wanted. Its parts are the 95th percentiles.
// Clocks: the tabs of one browser share the machine's; their time origins are compared in microseconds.
// Bounds: one relay and one browser; every wait has a deadline; all files lie in one temporary folder.

import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import sodium from 'libsodium-wrappers';
import { createGenesis } from '../shared/core/chain/index.ts';
import { toHex } from '../shared/core/bytes/index.ts';
import { figure, median, percentile, withParts } from './measure.ts';
import type { BenchFigure } from './measure.ts';
import { withRelayAndBrowser } from './relay-and-browser.ts';
import type { RelayAndBrowser } from './relay-and-browser.ts';
import { createPeople, signedTransfer, specWithCoins } from './signed-transfers.ts';

const tabs = 8;
const rounds = 16;
const transfersPerBlock = 20;
const topic = 'propagation';
const waitMsMax = 60_000;
const pollMs = 30;
/** A million hashes: long enough to stop after one block, short enough to wait for. */
const leadingHexZeros = 5;
/** How the page names a text that it has heard. */
const nameChars = 12;

declare global {
  interface Window {
    /** when a block or a text was first here, in ms since 1970 with fractions */
    seen?: Map<string, number>;
  }
}

interface Arrivals {
  readonly blocks: number[];
  readonly texts: number[];
  blockBytes: number;
}

export async function run(): Promise<BenchFigure> {
  await sodium.ready;
  const people = createPeople(transfersPerBlock, sodium);
  const spec = specWithCoins(people, leadingHexZeros);
  const { chainId } = createGenesis(spec);
  const transfersOf = (round: number): readonly string[] =>
    people.map((sender, at) => {
      const recipient = people[(at + 1) % people.length] ?? sender;
      const terms = { chainId, sender, recipient, nonce: round, gasPrice: 1n, validUntil: 10_000 };
      return `0x${toHex(signedTransfer(terms, sodium).bytes)}`;
    });
  const { blocks, texts, blockBytes } = await withRelayAndBrowser((opened) => measure(opened, transfersOf), spec);
  return withParts(figure('propagation', 'chromium', 'ms', median(blocks), median(texts)), {
    'p95 of blocks': percentile(blocks, 0.95),
    'p95 of texts': percentile(texts, 0.95),
    'bytes of a block': blockBytes,
  });
}

async function measure(
  { context, relay }: RelayAndBrowser,
  transfersOf: (round: number) => readonly string[],
): Promise<Arrivals> {
  const pages = await Promise.all(Array.from({ length: tabs }, () => context.newPage()));
  await Promise.all(pages.map((page) => page.goto(relay.page)));
  await Promise.all(pages.map(listen));
  const arrivals: Arrivals = { blocks: [], texts: [], blockBytes: 0 };
  for (let round = 0; round < rounds; round++) {
    const from = pages[round % tabs];
    if (from === undefined) throw new Error('no tabs');
    await spread(from, pages, transfersOf(round));
    const made = await makeBlock(from);
    arrivals.blockBytes = made.bytes;
    arrivals.blocks.push(...(await delays(pages, from, made.id)));
    arrivals.texts.push(...(await delays(pages, from, await sayText(from, round, made.bytes))));
  }
  return arrivals;
}

/** Waits until the page is linked with all the others; from then on it notes when what was first there. */
async function listen(page: Page): Promise<void> {
  await page.waitForFunction(() => window.tabchain !== undefined, undefined, { timeout: waitMsMax });
  await until(
    page,
    async (others) =>
      (await window.tabchain?.request({ method: 'net_peers' }))?.filter(({ path }) => path === 'direct').length ===
      others,
    tabs - 1,
  );
  await page.evaluate(
    async ({ topic, nameChars }) => {
      const { tabchain } = window;
      if (tabchain === undefined) throw new Error('the page has no provider');
      const seen = new Map<string, number>();
      window.seen = seen;
      const note = (what: string): void => {
        if (!seen.has(what)) seen.set(what, performance.timeOrigin + performance.now());
      };
      tabchain.on('head', ({ id }) => note(id));
      tabchain.on('message', ({ text }) => note(text.slice(0, nameChars)));
      await tabchain.request({ method: 'net_subscribe', params: { topic } });
    },
    { topic, nameChars },
  );
}

/** The transfers wait in every tab before the block is made, as they do where blocks have their time. */
async function spread(from: Page, pages: readonly Page[], transfers: readonly string[]): Promise<void> {
  await from.evaluate(async (all) => {
    for (const bytes of all) {
      await window.tabchain?.request({ method: 'tx_send_raw', params: { bytes: bytes as `0x${string}` } });
    }
  }, transfers);
  for (const page of pages) {
    await until(
      page,
      async (count) => (await window.tabchain?.request({ method: 'node_status' }))?.mempool.count === count,
      transfers.length,
    );
  }
}

/** Makes one block in this tab, and waits until all its own blocks are known here. */
async function makeBlock(page: Page): Promise<{ readonly id: string; readonly bytes: number }> {
  return page.evaluate(async () => {
    const { tabchain } = window;
    if (tabchain === undefined) throw new Error('the page has no provider');
    const next = new Promise<string>((resolve) => {
      const take = ({ id }: { readonly id: string }): void => {
        tabchain.off('head', take);
        resolve(id);
      };
      tabchain.on('head', take);
    });
    await tabchain.request({ method: 'production_start' });
    const id = await next;
    await tabchain.request({ method: 'production_stop' });
    const { size } = await tabchain.request({ method: 'block_get', params: { id: id as `0x${string}` } });
    return { id, bytes: size };
  });
}

/** Says a text of so many bytes; what it is called in `seen`, where the speaker's own moment is noted, too. */
async function sayText(page: Page, round: number, bytes: number): Promise<string> {
  const name = `text ${round}`.padEnd(nameChars, '.');
  await page.evaluate(
    async ({ topic, name, text }) => {
      window.seen?.set(name, performance.timeOrigin + performance.now());
      await window.tabchain?.request({ method: 'net_publish', params: { topic, text } });
    },
    { topic, name, text: name.padEnd(bytes, 'x') },
  );
  return name;
}

/** How many milliseconds later than in `from` it was in each of the others. */
async function delays(pages: readonly Page[], from: Page, what: string): Promise<readonly number[]> {
  const at = async (page: Page): Promise<number> => {
    await until(page, (name) => Promise.resolve(window.seen?.has(name) === true), what);
    return page.evaluate((name) => window.seen?.get(name) ?? Number.NaN, what);
  };
  const first = await at(from);
  const others = await Promise.all(pages.filter((page) => page !== from).map(at));
  return others.map((then) => then - first);
}

/** Asks again in the page until it holds. */
async function until<T>(page: Page, condition: (given: T) => Promise<boolean>, given: T): Promise<void> {
  const endMs = Date.now() + waitMsMax;
  while (!(await page.evaluate(condition as never, given as never))) {
    if (Date.now() > endMs) throw new Error(`not within ${waitMsMax} ms: ${String(condition)}`);
    await pause(pollMs);
  }
}
