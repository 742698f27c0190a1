// The figure `files`: megabytes (10^6 bytes) a second at which a file of 50 MB comes from one tab to another over WebRTC,
// every block hashed and kept in IndexedDB, beside the same bytes on a bare libp2p stream of the same connection, which
// nobody checks or keeps: medians of rounds in turn. At least 0.6 of it is wanted. Its parts are the times to the first byte.
// Bounds: a relay and two browsers, so that the tabs share no thread; TABCHAIN_BENCH_FILE_BYTES takes a smaller file.

import type { Page } from '@playwright/test';
import { openBrowserPage } from '../tests/browser/browser-page.ts';
import type { Fetched } from './files.page.ts';
import { figure, median, withParts } from './measure.ts';
import type { BenchFigure } from './measure.ts';
import { withRelayAndBrowser } from './relay-and-browser.ts';

const bytes = Number(process.env['TABCHAIN_BENCH_FILE_BYTES'] ?? 50_000_000);
const rounds = 3;
const linkMsMax = 60_000;
const bytesPerMegabyte = 1_000_000;

export async function run(): Promise<BenchFigure> {
  const { file, bare } = await withRelayAndBrowser(({ relay }) => measure(relay.relays, relay.stun));
  const rate = (all: readonly Fetched[]): number => median(all.map(({ ms }) => bytes / bytesPerMegabyte / (ms / 1000)));
  const first = (all: readonly Fetched[]): number => median(all.map(({ firstMs }) => firstMs));
  return withParts(figure('files', 'chromium', 'MB/s', rate(file), rate(bare)), {
    'MB of the file': bytes / bytesPerMegabyte,
    'ms to the first block': first(file),
    'ms to the first byte, bare': first(bare),
  });
}

interface Rounds {
  readonly file: Fetched[];
  readonly bare: Fetched[];
}

async function measure(relays: readonly string[], stun: readonly string[]): Promise<Rounds> {
  await using opened = new AsyncDisposableStack();
  const openTab = async (seed: number): Promise<{ readonly page: Page; readonly peerId: string }> => {
    const { page } = opened.adopt(await openBrowserPage('bench/files.page.ts'), (tab) => tab.close());
    const given = [seed, relays, stun, bytes] as const;
    return { page, peerId: await page.evaluate((all) => window.filesBench.open(...all), given) };
  };
  const maker = await openTab(1);
  const { page } = await openTab(2);
  await page.waitForFunction((peer) => window.filesBench.isLinked(peer), maker.peerId, { timeout: linkMsMax });
  const cid = await maker.page.evaluate((size) => window.filesBench.add(size), bytes);
  const found: Rounds = { file: [], bare: [] };
  for (let round = 0; round < rounds; round++) {
    found.bare.push(await page.evaluate((all) => window.filesBench.fetchBare(...all), [maker.peerId, bytes] as const));
    found.file.push(await page.evaluate((all) => window.filesBench.fetchFile(...all), [cid, bytes] as const));
    await page.evaluate((which) => window.filesBench.forget(which), cid);
  }
  return found;
}
