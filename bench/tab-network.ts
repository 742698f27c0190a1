// Real tabs on one machine, for figures of the whole product: a real relay on a free port whose page opens the measured
// network, tabs whose database holds the chain before they are opened, and waiting until a tab is so far.
// Bounds: the caller's folder, which it removes; every wait has a deadline. The page is the one that is built in dist/.

import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import sodium from 'libsodium-wrappers';
import { openDataFolder } from '../relay/data-folder.ts';
import { createRelayLog } from '../relay/relay-log.ts';
import { startRelay } from '../relay/relay-server.ts';
import type { Relay } from '../relay/relay-server.ts';
import { readSettings } from '../relay/relay-settings.ts';
import { createGenesis } from '../shared/core/chain/index.ts';
import { chainSpecJson } from '../shared/core/model/index.ts';
import type { ChainSpec } from '../shared/core/model/index.ts';
import type { Provider } from '../shared/provider/index.ts';
import { sealedChain } from './sealed-chain.ts';
import type { SealedChainPlan } from './sealed-chain.ts';
import { fillDatabase, storedRows } from './stored-chain.ts';
import type { StoredRow } from './stored-chain.ts';

declare global {
  interface Window {
    tabchain?: Provider;
  }
}

/** What a first tab finds in its profile. */
export interface ServedChain {
  readonly spec: ChainSpec;
  readonly database: string;
  readonly rows: readonly StoredRow[];
  readonly height: number;
}

const waitMsMax = 180_000;

/** A relay on a free port whose page opens this network. */
export async function startRelayOf(spec: ChainSpec, folder: string): Promise<Relay> {
  await mkdir(folder);
  await writeFile(join(folder, 'spec.json'), JSON.stringify(chainSpecJson(spec)));
  const data = await openDataFolder(folder, () => {
    throw new Error('the relay did not find the spec that was laid down for it');
  });
  const settings = readSettings([{ texts: { port: '0', host: '127.0.0.1' }, place: (name) => name }]);
  const page = resolve(import.meta.dirname, '../dist');
  return startRelay({ data, settings, page, log: createRelayLog('warn') });
}

/** A new network and its first blocks, ready to be laid into a database. */
export async function servedChain(plan: Omit<SealedChainPlan, 'sodium'>): Promise<ServedChain> {
  await sodium.ready;
  const chain = sealedChain({ ...plan, sodium });
  return {
    spec: chain.spec,
    // Where the first tab of a profile keeps this chain; browser-node/node.worker.ts says so.
    database: `tabchain-0-${createGenesis(chain.spec).chainId.slice(0, 32)}`,
    rows: await storedRows(chain),
    height: chain.blocks.length,
  };
}

/** The first tab of a fresh profile, at the tip of a chain that it did not have to fetch. */
export async function openServingTab(context: BrowserContext, relay: Relay, served: ServedChain): Promise<Page> {
  const page = await context.newPage();
  // A page of the same origin that starts no node.
  await page.goto(new URL('health', relay.page).href);
  await fillDatabase(page, served.database, served.rows);
  await page.goto(relay.page);
  await timeOf(page, { type: 'height', height: served.height });
  return page;
}

export type TabGoal = { readonly type: 'height'; readonly height: number } | { readonly type: 'direct-peer' };

/** Milliseconds from the page's navigation until it was so far; rejects after three minutes. */
export async function timeOf(page: Page, goal: TabGoal): Promise<number> {
  await page.waitForFunction(() => window.tabchain !== undefined, undefined, { timeout: waitMsMax });
  return page.evaluate(
    (plan) =>
      new Promise<number>((resolve, reject) => {
        const { tabchain } = window;
        if (tabchain === undefined) throw new Error('the page has no provider');
        const { goal } = plan;
        const reached = (): void => resolve(performance.now());
        const look = (isThere: () => Promise<boolean>): void => {
          isThere().then((there) => {
            if (there) reached();
          }, reject);
        };
        // Asked once, in case it has happened already, and then told: questions would keep the node from its work.
        if (goal.type === 'height') {
          tabchain.on('head', ({ height }) => {
            if (height >= goal.height) reached();
          });
          look(async () => (await tabchain.request({ method: 'node_status' })).height >= goal.height);
        } else {
          const isLinked = async (): Promise<boolean> =>
            (await tabchain.request({ method: 'net_peers' })).some(({ path }) => path === 'direct');
          tabchain.on('peer', () => look(isLinked));
          look(isLinked);
        }
        setTimeout(() => reject(new Error(`no ${goal.type} within ${plan.deadlineMs} ms`)), plan.deadlineMs);
      }),
    { goal, deadlineMs: waitMsMax },
  );
}
