// The figure `files`: megabytes (10^6 bytes) a second at which a file of 50 MB comes from one tab to another over WebRTC,
// every block hashed and kept in IndexedDB, beside the same bytes on a bare libp2p stream of the same connection, which
// nobody checks or keeps: medians of rounds in turn. At least 0.6 of it is wanted. Its parts are the same of 1 MB, and of both the
// times to the first byte: of a file it comes with its whole block of 1 MiB, because nothing less can be checked.
// Bounds: a relay and two browsers, so that the tabs share no thread; TABCHAIN_BENCH_FILE_BYTES takes a smaller file.

import type { Page } from '@playwright/test';
import { openBrowserPage } from '../tests/browser/browser-page.ts';
import type { Fetched } from './files.page.ts';
import { figure, median, withParts } from './measure.ts';
import type { BenchFigure } from './measure.ts';
import { withRelayAndBrowser } from './relay-and-browser.ts';

const large = { bytes: Number(process.env['TABCHAIN_BENCH_FILE_BYTES'] ?? 50_000_000), rounds: 3 };
const small = { bytes: 1_000_000, rounds: 9 };
const linkMsMax = 60_000;
const bytesPerMegabyte = 1_000_000;

/** Medians. */
interface Measured {
  readonly rate: number;
  readonly firstMs: number;
  readonly bareRate: number;
  readonly bareFirstMs: number;
}

export async function run(): Promise<BenchFigure> {
  const [ofLarge, ofSmall] = await withRelayAndBrowser(({ relay }) => measure(relay.relays, relay.stun));
  return withParts(figure('files', 'chromium', 'MB/s', ofLarge.rate, ofLarge.bareRate), {
    'MB of the file': large.bytes / bytesPerMegabyte,
    'ms to the first byte': ofLarge.firstMs,
    'ms to the first byte, bare': ofLarge.bareFirstMs,
    'of 1 MB, MB/s': ofSmall.rate,
    'of 1 MB, MB/s, bare': ofSmall.bareRate,
    'of 1 MB, ms to the first byte': ofSmall.firstMs,
    'of 1 MB, ms to the first byte, bare': ofSmall.bareFirstMs,
  });
}

async function measure(
  relays: readonly string[],
  stun: readonly string[],
): Promise<readonly [large: Measured, small: Measured]> {
  await using opened = new AsyncDisposableStack();
  const openTab = async (seed: number): Promise<{ readonly page: Page; readonly peerId: string }> => {
    const { page } = opened.adopt(await openBrowserPage('bench/files.page.ts'), (tab) => tab.close());
    return {
      page,
      peerId: await page.evaluate((all) => window.filesBench.open(...all), [seed, relays, stun] as const),
    };
  };
  const maker = await openTab(1);
  const { page } = await openTab(2);
  await page.waitForFunction((peer) => window.filesBench.isLinked(peer), maker.peerId, { timeout: linkMsMax });
  // What is small comes first: it is not to wait for what the disk still writes.
  const ofSmall = await measureFile(maker, page, small);
  return [await measureFile(maker, page, large), ofSmall];
}

async function measureFile(
  maker: { readonly page: Page; readonly peerId: string },
  page: Page,
  { bytes, rounds }: { readonly bytes: number; readonly rounds: number },
): Promise<Measured> {
  const cid = await maker.page.evaluate((size) => window.filesBench.add(size), bytes);
  const forget = (): Promise<void> => page.evaluate((which) => window.filesBench.forget(which), cid);
  const rateOf = (ms: number): number => bytes / bytesPerMegabyte / (ms / 1000);
  const all: Record<keyof Measured, number[]> = { rate: [], firstMs: [], bareRate: [], bareFirstMs: [] };
  for (let round = 0; round < rounds; round++) {
    const bare: Fetched = await page.evaluate((given) => window.filesBench.fetchBare(...given), [
      maker.peerId,
      bytes,
    ] as const);
    all.bareRate.push(rateOf(bare.ms));
    all.bareFirstMs.push(bare.firstMs);
    all.rate.push(rateOf(await page.evaluate((given) => window.filesBench.fetchFile(...given), [cid, bytes] as const)));
    await forget();
    all.firstMs.push(await page.evaluate((given) => window.filesBench.firstOfFile(...given), [cid, bytes] as const));
    await forget();
  }
  const { rate, firstMs, bareRate, bareFirstMs } = all;
  return {
    ...{ rate: median(rate), firstMs: median(firstMs) },
    ...{ bareRate: median(bareRate), bareFirstMs: median(bareFirstMs) },
  };
}
