// The figure `join-1000`: milliseconds from the load of the page to the tip of 1,000 blocks, in a new tab of a real
// Chromium that finds one other tab through a real relay and fetches everything from it. Beside it, from the same loads:
// milliseconds to the first direct peer, before which nothing can be fetched. At most 4,000 ms are wanted.
// Every round has a fresh profile on the disk. The serving tab begins with the chain in its database.
// Bounds: `rounds` browsers one after another, each wait with a deadline; all files lie in one temporary folder.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import type { Relay } from '../relay/relay-server.ts';
import { chromiumOptions } from '../tests/browser/browser-page.ts';
import { figure, median } from './measure.ts';
import type { BenchFigure } from './measure.ts';
import { openServingTab, servedChain, startRelayOf, timeOf } from './tab-network.ts';
import type { ServedChain } from './tab-network.ts';

const blocks = 1000;
const transfersPerBlock = 2;
const rounds = 3;

interface Joining {
  readonly tipMs: number;
  readonly directPeerMs: number;
}

export async function run(): Promise<BenchFigure> {
  const served = await servedChain({ blocks, transfersPerBlock });
  await using opened = new AsyncDisposableStack();
  const folder = opened.adopt(await mkdtemp(join(tmpdir(), 'tabchain-join-')), (path) =>
    rm(path, { recursive: true, force: true }),
  );
  const relay = opened.adopt(await startRelayOf(served.spec, join(folder, 'relay')), (started) => started.stop());
  const joinings: Joining[] = [];
  for (let round = 0; round < rounds; round++) {
    joinings.push(await joinOnce(relay, join(folder, `profile-${round}`), served));
  }
  const middle = (of: (joining: Joining) => number): number => median(joinings.map(of));
  return figure(
    'join-1000',
    'chromium',
    'ms',
    middle(({ tipMs }) => tipMs),
    middle(({ directPeerMs }) => directPeerMs),
  );
}

async function joinOnce(relay: Relay, profile: string, served: ServedChain): Promise<Joining> {
  await using opened = new AsyncDisposableStack();
  const context = opened.adopt(await chromium.launchPersistentContext(profile, chromiumOptions()), (browser) =>
    browser.close(),
  );
  await openServingTab(context, relay, served);
  const joining = await context.newPage();
  await joining.goto(relay.page, { waitUntil: 'commit' });
  const [tipMs, directPeerMs] = await Promise.all([
    timeOf(joining, { type: 'height', height: served.height }),
    timeOf(joining, { type: 'direct-peer' }),
  ]);
  return { tipMs, directPeerMs };
}
