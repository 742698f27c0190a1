// A tab that follows a long chain among many peers, for figures of its screen: a real relay, a tab whose database holds the
// chain before it is opened, and nodes in a process of their own (crowd-nodes.ts). As many as a node dials are dialled by
// the tab over WebSockets, the producer among them; the others dial the tab over WebRTC, signalled through its relay. All fetch
// what they lack from the tab. Gives the tab once all heights are the tab's and blocks come.
// Bounds: one relay, one browser, one process of nodes; all files lie in one temporary folder, which is removed; every
// wait has a deadline.

import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { chainSpecJson } from '../shared/core/model/index.ts';
import { ask } from '../tests/e2e/tab.ts';
import type { CrowdAnswer, CrowdOrder } from './crowd-nodes.ts';
import { withRelayAndBrowser } from './relay-and-browser.ts';
import { openServingTab, servedChain } from './tab-network.ts';

export interface Crowd {
  readonly page: Page;
  readonly peers: () => Promise<number>;
  readonly height: () => Promise<number>;
  /** Resolves when the tab has a block of this height. */
  readonly reaches: (height: number) => Promise<void>;
  /** as the others have it, the producer first */
  readonly heights: () => Promise<readonly number[]>;
}

export interface CrowdPlan {
  readonly blocks: number;
  readonly peersWanted: number;
}

/** As many as a node dials itself: shared/p2p/link-plan.ts. */
const outboundMax = 10;
const waitMsMax = 300_000;
const pollMs = 500;

export async function withCrowdedTab<T>(plan: CrowdPlan, use: (crowd: Crowd) => Promise<T>): Promise<T> {
  const served = await servedChain({ blocks: plan.blocks, transfersPerBlock: 1, accounts: 100 });
  return withRelayAndBrowser(async ({ context, relay }) => {
    await using opened = new AsyncDisposableStack();
    const folder = opened.adopt(await mkdtemp(join(tmpdir(), 'tabchain-crowd-')), (path) =>
      rm(path, { recursive: true, force: true }),
    );
    const page = await openServingTab(context, relay, served);
    const order = opened.adopt(startCrowd(), endCrowd);
    const crowd: Crowd = {
      page,
      peers: async () => (await ask(page, 'net_peers', {})).filter(({ kind }) => kind !== 'relay').length,
      height: async () => (await ask(page, 'node_status', {})).height,
      reaches: (height) => until(`block ${height} has come`, async () => (await crowd.height()) >= height),
      heights: async () => (await told(order, { type: 'heights' }, 'heights')).heights,
    };
    const [listening, dialling] = [
      Math.min(plan.peersWanted, outboundMax) - 1,
      Math.max(0, plan.peersWanted - outboundMax),
    ];
    const spec = { ...chainSpecJson(served.spec) };
    const { addresses } = await told(order, { type: 'open', folder, spec, listening, dialling }, 'open');
    await gather(crowd, order, relay.relays[0] ?? '', addresses);
    await until('all nodes have the chain', async () =>
      (await crowd.heights()).every((height) => height >= served.height),
    );
    await told(order, { type: 'produce' }, 'producing');
    await crowd.reaches(served.height + 1);
    return await use(crowd);
  }, served.spec);
}

const startCrowd = (): ChildProcess =>
  fork(fileURLToPath(new URL('./crowd-nodes.ts', import.meta.url)), [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });

/** It stops its nodes when nobody listens any more. */
async function endCrowd(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  const late = setTimeout(() => child.kill('SIGKILL'), waitMsMax);
  if (child.connected) child.disconnect();
  await exit;
  clearTimeout(late);
}

async function told<T extends CrowdAnswer['type']>(
  child: ChildProcess,
  order: CrowdOrder,
  type: T,
): Promise<Extract<CrowdAnswer, { readonly type: T }>> {
  const answered = once(child, 'message', { signal: AbortSignal.timeout(waitMsMax) });
  child.send(order);
  const [answer] = (await answered) as [CrowdAnswer];
  if (isAnswer(answer, type)) return answer;
  throw new Error(answer.type === 'failed' ? answer.reason : `the crowd answers ${answer.type} to ${order.type}`);
}

const isAnswer = <T extends CrowdAnswer['type']>(
  answer: CrowdAnswer,
  type: T,
): answer is Extract<CrowdAnswer, { readonly type: T }> => answer.type === type;

/** The tab dials those that listen, and the others dial the tab, which cannot; again and again until all are linked. */
async function gather(
  { page }: Crowd,
  child: ChildProcess,
  relay: string,
  addresses: readonly string[],
): Promise<void> {
  const { peerId } = await ask(page, 'node_info', {});
  const address = `${relay}/p2p-circuit/webrtc/p2p/${peerId}`;
  await until('all peers are linked with the tab', async () => {
    const linked = (await ask(page, 'net_peers', {})).map((peer) => peer.peerId);
    for (const other of addresses) {
      // A dial that fails, on a machine that has too much to do, is made again.
      if (!linked.some((id) => other.endsWith(id)))
        await ask(page, 'net_dial', { address: other }).catch(() => undefined);
    }
    const { missing } = await told(child, { type: 'dial', address, peerId }, 'dialled');
    return missing === 0 && addresses.every((other) => linked.some((id) => other.endsWith(id)));
  });
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + waitMsMax;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not within ${waitMsMax} ms: ${what}`);
    await pause(pollMs);
  }
}
