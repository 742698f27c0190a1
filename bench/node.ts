// The figure `node`: kB (1,000 bytes) of gzip of everything that a tab asks its relay for until it has fetched a chain from
// another tab, checked its signatures, and mined: page, fonts, libp2p, workers, libsodium. At most 560 are wanted. Beside it:
// what its first paint needed (page-weight.ts). Its parts are the files.
// A file counts once, whoever asks for it. Bounds: two browsers and one relay; all files lie in one temporary folder.

import type { Page } from '@playwright/test';
import { figure, withParts } from './measure.ts';
import type { BenchFigure } from './measure.ts';
import { builtFileOf, bytesPerKilobyte, firstPaintWeight, gzipBytesOf, isBuiltFile } from './page-weight.ts';
import { withRelayAndBrowser } from './relay-and-browser.ts';
import type { RelayAndBrowser } from './relay-and-browser.ts';
import { openServingTab, servedChain, timeOf } from './tab-network.ts';
import type { ServedChain } from './tab-network.ts';

/** Without these there was no full node, or its requests were not all seen. */
const expected = ['index', 'style', 'tab-host', 'node.worker', 'verify-worker', 'seal-worker', 'libsodium'];
const blocks = 3;
const transfersPerBlock = 100;

export async function run(): Promise<BenchFigure> {
  const served = await servedChain({ blocks, transfersPerBlock });
  const files = await withRelayAndBrowser((opened) => askedFor(opened, served), served.spec);
  const names = files.map((file) => file.replace(/^assets\//, ''));
  for (const name of expected) {
    if (!files.some((file) => file.replace(/^assets\//, '').startsWith(name)))
      throw new Error(`no request for ${name}`);
  }
  const kilobytes = (wanted: readonly string[]): number =>
    wanted.reduce((sum, file) => sum + gzipBytesOf(file), 0) / bytesPerKilobyte;
  return withParts(
    figure('node', 'chromium', 'kB', kilobytes(files), firstPaintWeight().gzipBytes / bytesPerKilobyte),
    Object.fromEntries(files.map((file, at) => [names[at] ?? file, kilobytes([file])])),
  );
}

/** The files that a full node asked for, in their order. */
async function askedFor({ context, openBrowser, relay }: RelayAndBrowser, served: ServedChain): Promise<string[]> {
  const asked = new Set<string>();
  context.on('request', (request) => {
    // What the service worker fetches is kept for a day without a server; the node does not wait for it.
    if (request.serviceWorker() === null && isBuiltFile(request.url())) asked.add(builtFileOf(request.url()));
  });
  const page = await context.newPage();
  await page.goto(relay.page);
  await openServingTab(await openBrowser(), relay, served);
  await timeOf(page, { type: 'height', height: served.height });
  await mine(page);
  await timeOf(page, { type: 'height', height: served.height + 1 });
  return [...asked];
}

async function mine(page: Page): Promise<void> {
  await page.evaluate(() => window.tabchain?.request({ method: 'production_start' }));
}
