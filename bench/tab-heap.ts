// The figure `tab-heap`: megabytes (10^6 bytes) of JavaScript objects in the window and all workers of a tab that has
// fetched 1,000 blocks with 5 transfers each from another tab, after a collection of garbage. At most 60 are wanted. Beside
// it: the same of the same tab before there was anything to fetch. Its parts are the window, the workers, and what lies
// outside of the heaps: buffers and the memories of WebAssembly modules, which do not count.
// Bounds: two browsers, so that the tabs share no heap; all files lie in one temporary folder, which is removed.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import type { BrowserContext } from '@playwright/test';
import { chromiumOptions } from '../tests/browser/browser-page.ts';
import { heapOfTab } from './heap-of-tab.ts';
import { figure, withParts } from './measure.ts';
import type { BenchFigure } from './measure.ts';
import { openServingTab, servedChain, startRelayOf, timeOf } from './tab-network.ts';

const blocks = 1000;
const transfersPerBlock = 5;
const accounts = 500;
const bytesPerMegabyte = 1_000_000;

export async function run(): Promise<BenchFigure> {
  const served = await servedChain({ blocks, transfersPerBlock, accounts });
  await using opened = new AsyncDisposableStack();
  const folder = opened.adopt(await mkdtemp(join(tmpdir(), 'tabchain-heap-')), (path) =>
    rm(path, { recursive: true, force: true }),
  );
  const relay = opened.adopt(await startRelayOf(served.spec, join(folder, 'relay')), (started) => started.stop());
  const openBrowser = async (profile: string): Promise<BrowserContext> =>
    opened.adopt(await chromium.launchPersistentContext(join(folder, profile), chromiumOptions()), (browser) =>
      browser.close(),
    );
  const fetching = await (await openBrowser('fetching')).newPage();
  await fetching.goto(relay.page);
  await timeOf(fetching, { type: 'height', height: 0 });
  const before = await heapOfTab(fetching);
  await openServingTab(await openBrowser('serving'), relay, served);
  await timeOf(fetching, { type: 'height', height: served.height });
  const after = await heapOfTab(fetching);
  return withParts(
    figure('tab-heap', 'chromium', 'MB', after.objects / bytesPerMegabyte, before.objects / bytesPerMegabyte),
    {
      window: after.window / bytesPerMegabyte,
      workers: (after.objects - after.window) / bytesPerMegabyte,
      buffers: after.buffers / bytesPerMegabyte,
    },
  );
}
