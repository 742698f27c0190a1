// The figure `files-heap`: megabytes (10^6 bytes) that the JavaScript of a tab holds at most while a file of 200 MB goes from
// one tab to another, of the window and all workers, objects and buffers, after collections of garbage: the larger of both
// ends, from the adding to the last block. At most 150 are wanted: the file is never held. Beside it: the larger of both before there
// was a file. Its parts are the ends, garbage included, and megabytes a second from end to end.
// Bounds: a relay and two browsers; TABCHAIN_BENCH_FILE_BYTES takes a smaller file.

import type { Page } from '@playwright/test';
import { type HeapOfTab, heapOfTab } from './heap-of-tab.ts';
import { figure, withParts } from './measure.ts';
import type { BenchFigure } from './measure.ts';
import { withRelayAndBrowser } from './relay-and-browser.ts';
import { timeOf } from './tab-network.ts';

const bytes = Number(process.env['TABCHAIN_BENCH_FILE_BYTES'] ?? 200_000_000);
const pieceBytes = 1_000_000;
const bytesPerMegabyte = 1_000_000;

const held = ({ objects, buffers }: HeapOfTab): number => (objects + buffers) / bytesPerMegabyte;

/** The most that the tab held while the work went on, with and without what could be collected. */
interface Peak {
  kept: number;
  withGarbage: number;
}

async function watch(page: Page, peak: Peak, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    peak.withGarbage = Math.max(peak.withGarbage, held(await heapOfTab(page, { collects: false })));
    peak.kept = Math.max(peak.kept, held(await heapOfTab(page)));
  }
}

/** Watches both ends for as long as the work takes. */
async function during<T>(ends: readonly (readonly [Page, Peak])[], work: Promise<T>): Promise<T> {
  let over = false;
  const end = work.finally(() => (over = true));
  await Promise.all([end, ...ends.map(([page, peak]) => watch(page, peak, () => over))]);
  return end;
}

/** A wallet with coins: sharing is a transaction. */
async function earn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { tabchain } = window;
    if (tabchain === undefined) throw new Error('the page has no provider');
    await tabchain.request({ method: 'wallet_create', params: { passphrase: 'of a measurement' } });
    await tabchain.request({ method: 'production_start', params: {} });
  });
  await timeOf(page, { type: 'height', height: 2 });
  await page.evaluate(() => window.tabchain?.request({ method: 'production_stop' }));
}

/** Shares a file that compresses to nothing less, from a Blob as a file that was dropped is one. */
const share = (page: Page): Promise<string> =>
  page.evaluate(
    async ([size, step]) => {
      const { tabchain } = window;
      if (tabchain === undefined) throw new Error('the page has no provider');
      const pieces: Blob[] = [];
      for (let made = 0; made < size; made += step) {
        const piece = new Uint8Array(Math.min(step, size - made));
        for (let at = 0; at < piece.length; at += 65_536) crypto.getRandomValues(piece.subarray(at, at + 65_536));
        pieces.push(new Blob([piece]));
        await new Promise((resolve) => setTimeout(resolve)); // the browser takes the piece
      }
      const params = { name: 'large.bin', bytes: new Blob(pieces) };
      return (await tabchain.request({ method: 'file_add', params })).cid;
    },
    [bytes, pieceBytes] as const,
  );

const fetchAll = (page: Page, cid: string): Promise<number> =>
  page.evaluate(async (wanted) => {
    const { tabchain } = window;
    if (tabchain === undefined) throw new Error('the page has no provider');
    const from = performance.now();
    await tabchain.request({ method: 'file_pin', params: { cid: wanted } });
    const ms = performance.now() - from;
    const { have, state } = await tabchain.request({ method: 'file_status', params: { cid: wanted } });
    if (state !== 'here') throw new Error(`${have} bytes came`);
    return ms;
  }, cid);

export const run = (): Promise<BenchFigure> =>
  withRelayAndBrowser(async ({ relay, context, openBrowser }) => {
    const [maker, fetcher] = [await context.newPage(), await (await openBrowser()).newPage()];
    for (const page of [maker, fetcher]) await page.goto(relay.page);
    await earn(maker);
    for (const page of [maker, fetcher]) await timeOf(page, { type: 'direct-peer' });
    const before = Math.max(held(await heapOfTab(maker)), held(await heapOfTab(fetcher)));
    const given: Peak = { kept: 0, withGarbage: 0 };
    const taken: Peak = { kept: 0, withGarbage: 0 };
    const ends = [[maker, given] as const, [fetcher, taken] as const];
    const cid = await during(ends, share(maker));
    const ms = await during(ends, fetchAll(fetcher, cid));
    return withParts(figure('files-heap', 'chromium', 'MB', Math.max(given.kept, taken.kept), before), {
      'MB of the file': bytes / bytesPerMegabyte,
      'of who gives': given.kept,
      'of who fetches': taken.kept,
      'of who gives, with garbage': given.withGarbage,
      'of who fetches, with garbage': taken.withGarbage,
      'MB/s, watched': bytes / bytesPerMegabyte / (ms / 1000),
    });
  });
