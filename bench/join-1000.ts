// The figure `join-1000`: milliseconds from the load of the page to the tip of 1,000 blocks, in a new tab of a real
// Chromium that finds one other tab through a real relay and fetches everything from it. Beside it, from the same loads:
// milliseconds to the first direct peer, before which nothing can be fetched. At most 8,000 ms are wanted.
// Every round has a fresh profile on the disk. The serving tab begins with the chain in its database.
// Bounds: `rounds` browsers one after another, each round with a deadline; all files lie in one temporary folder.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import type { BrowserContext, Page } from '@playwright/test';
import sodium from 'libsodium-wrappers';
import { openDataFolder } from '../relay/data-folder.ts';
import { startRelay } from '../relay/relay-server.ts';
import type { Relay } from '../relay/relay-server.ts';
import { createGenesis } from '../shared/core/chain/index.ts';
import { chainSpecJson } from '../shared/core/model/index.ts';
import type { ChainSpec } from '../shared/core/model/index.ts';
import type { Provider } from '../shared/provider/index.ts';
import { chromiumOptions } from '../tests/browser/browser-page.ts';
import { figure, median } from './measure.ts';
import type { BenchFigure } from './measure.ts';
import { sealedChain } from './sealed-chain.ts';
import { fillDatabase, storedRows } from './stored-chain.ts';
import type { StoredRow } from './stored-chain.ts';

declare global {
  interface Window {
    tabchain?: Provider;
  }
}

const blocks = 1000;
const transfersPerBlock = 2;
const rounds = 3;
const roundMsMax = 60_000;

interface Joining {
  readonly tipMs: number;
  readonly directPeerMs: number;
}

export async function run(): Promise<BenchFigure> {
  await sodium.ready;
  const chain = sealedChain({ blocks, transfersPerBlock, sodium });
  const rows = await storedRows(chain);
  await using opened = new AsyncDisposableStack();
  const folder = opened.adopt(await mkdtemp(join(tmpdir(), 'tabchain-join-')), (path) =>
    rm(path, { recursive: true, force: true }),
  );
  const relay = opened.adopt(await startRelayOf(chain.spec, join(folder, 'relay')), (started) => started.stop());
  const joinings: Joining[] = [];
  for (let round = 0; round < rounds; round++) {
    const profile = join(folder, `profile-${round}`);
    joinings.push(await joinOnce(relay, profile, { name: servingDatabase(chain.spec), rows }));
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

/** A relay on a free port whose page opens this network. */
async function startRelayOf(spec: ChainSpec, folder: string): Promise<Relay> {
  await mkdir(folder);
  await writeFile(join(folder, 'spec.json'), JSON.stringify(chainSpecJson(spec)));
  const data = await openDataFolder(folder, () => {
    throw new Error('the relay did not find the spec that was laid down for it');
  });
  const page = resolve(import.meta.dirname, '../dist');
  return startRelay({
    data,
    settings: { ...data.settings, host: '127.0.0.1', port: 0 },
    page,
    onDrop: (peer, reason) => console.error(`the relay dropped ${peer}: ${reason}`),
  });
}

/** Where the first tab of a profile keeps this chain; browser-node/node.worker.ts says so. */
const servingDatabase = (spec: ChainSpec): string => `tabchain-0-${createGenesis(spec).chainId.slice(0, 32)}`;

async function joinOnce(
  relay: Relay,
  profile: string,
  served: { readonly name: string; readonly rows: readonly StoredRow[] },
): Promise<Joining> {
  await using opened = new AsyncDisposableStack();
  const context = opened.adopt(await chromium.launchPersistentContext(profile, chromiumOptions()), (browser) =>
    browser.close(),
  );
  const serving = await context.newPage();
  // A page of the same origin that starts no node.
  await serving.goto(new URL('health', relay.page).href);
  await fillDatabase(serving, served.name, served.rows);
  await serving.goto(relay.page);
  await timeOf(serving, 'tip');
  return await joinWith(context, relay.page);
}

async function joinWith(context: BrowserContext, address: string): Promise<Joining> {
  const joining = await context.newPage();
  await joining.goto(address, { waitUntil: 'commit' });
  const [tipMs, directPeerMs] = await Promise.all([timeOf(joining, 'tip'), timeOf(joining, 'direct-peer')]);
  return { tipMs, directPeerMs };
}

/** Milliseconds from the page's navigation until it was so far; rejects after `roundMsMax`. */
async function timeOf(page: Page, goal: 'tip' | 'direct-peer'): Promise<number> {
  await page.waitForFunction(() => window.tabchain !== undefined, undefined, { timeout: roundMsMax });
  return page.evaluate(
    (plan) =>
      new Promise<number>((resolve, reject) => {
        const { tabchain } = window;
        if (tabchain === undefined) throw new Error('the page has no provider');
        const reached = (): void => resolve(performance.now());
        const look = (isThere: () => Promise<boolean>): void => {
          isThere().then((there) => {
            if (there) reached();
          }, reject);
        };
        // Asked once, in case it has happened already, and then told: questions would keep the node from its work.
        if (plan.goal === 'tip') {
          tabchain.on('head', ({ height }) => {
            if (height >= plan.height) reached();
          });
          look(async () => (await tabchain.request({ method: 'node_status' })).height >= plan.height);
        } else {
          const isLinked = async (): Promise<boolean> =>
            (await tabchain.request({ method: 'net_peers' })).some(({ path }) => path === 'direct');
          tabchain.on('peer', () => look(isLinked));
          look(isLinked);
        }
        setTimeout(() => reject(new Error(`no ${plan.goal} within ${plan.deadlineMs} ms`)), plan.deadlineMs);
      }),
    { goal, height: blocks, deadlineMs: roundMsMax },
  );
}
