/**
 * Twelve tabs find each other, lose their relay and three of their own, heal, mine on, and take the relay back; and a
 * newcomer comes in by a terminal node alone, with no relay left. What it took is printed.
 */
import { formatJoinLink, parseJoinLink } from '../../shared/core/link/index.ts';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type NodeProcess, startNodeProcess } from '../../terminal-node/testing/node-process.ts';
import { test as base, waitUntil } from './harness.ts';
import { withStaticPage } from './static-page.ts';
import { ask, blockMsMax, heightOf, startMining, stopMining, waitForHeight, waitForLinks } from './tab.ts';

const nightly = process.env['TABCHAIN_NIGHTLY'] === '1';
const tabCount = 12;
const lostCount = 3;
const linksMin = 4;
const blocks = nightly ? 20 : 3;

// Wanted are 20 s; on two cores it takes 9 to 20 now that a tab has more to load meanwhile. The story prints what it took.
const linkedMsMax = 20_000;
const healedMsMax = 20_000;
const backMsMax = 30_000;

interface Places {
  readonly terminal: (...args: readonly string[]) => NodeProcess;
  /** the page served by somebody who is no relay */
  readonly staticPage: string;
}

const test = base.extend<Places>({
  terminal: async ({ relay: _relay }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'tabchain-peering-'));
    const script = fileURLToPath(new URL('../../scripts/tabchain.mjs', import.meta.url));
    const nodes: NodeProcess[] = [];
    await use((...args) => {
      const node = startNodeProcess(script, ['--data', join(folder, `node-${nodes.length}`), ...args]);
      nodes.push(node);
      return node;
    });
    await Promise.all(nodes.map((node) => node.end('SIGTERM')));
    await rm(folder, { recursive: true, force: true });
  },
  staticPage: async ({ relay: _relay }, use) => withStaticPage(use),
});

const directOf = async (page: Page): Promise<readonly string[]> =>
  (await ask(page, 'net_peers', {})).filter(({ path }) => path === 'direct').map(({ peerId }) => peerId);

/** The join link with those of its addresses alone that go this way. */
const linkBy = (link: string, way: string): string => {
  const parsed = parseJoinLink(link);
  if (!parsed.ok || parsed.value.spec === undefined) throw new Error(`not a join link: ${link}`);
  const { spec, relays, checkpoint } = parsed.value;
  const [page = ''] = link.split('#/join/');
  return formatJoinLink(page, { spec, relays: relays.filter((address) => address.includes(way)), checkpoint });
};

/** Waits until each tab has `linksMin` direct links to others of them; how long it took, in ms. */
const untilLinked = async (what: string, pages: readonly Page[], deadlineMs: number): Promise<number> => {
  const startedMs = Date.now();
  const ids = new Set(await Promise.all(pages.map(async (page) => (await ask(page, 'node_info', {})).peerId)));
  await waitUntil(what, deadlineMs, async () => {
    const links = await Promise.all(pages.map(directOf));
    return links.every((peers) => peers.filter((peer) => ids.has(peer)).length >= linksMin);
  });
  return Date.now() - startedMs;
};

test('twelve tabs link, heal without relay and three of their own, mine on, and take the relay back', async ({
  tabs,
  relay,
}) => {
  const openedMs = Date.now();
  const first = await tabs.open();
  const all = [first];
  while (all.length < tabCount) all.push(await tabs.openBeside(first));
  const openMs = Date.now() - openedMs;
  const linkedMs = await untilLinked(`each of ${tabCount} tabs has four direct links`, all, linkedMsMax);

  // The relay also serves the page: what mining needs is loaded before it goes.
  await startMining(first);
  await waitForHeight([first], 1, blockMsMax);
  await relay.kill();
  await Promise.all(all.slice(-lostCount).map((page) => page.close()));
  const rest = all.slice(0, -lostCount);
  const healedMs = await untilLinked('each tab that is left has four direct links', rest, healedMsMax);
  for (let i = 0; i < blocks; i++) await waitForHeight(rest, (await heightOf(first)) + 1, blockMsMax);
  await stopMining(first);

  const restartedMs = Date.now();
  await relay.restart();
  await waitUntil('every tab is connected to the relay again', backMsMax, async () => {
    const statuses = await Promise.all(rest.map((page) => ask(page, 'node_status', {})));
    return statuses.every(({ relays }) => relays.connected > 0);
  });
  const backMs = Date.now() - restartedMs;
  console.info(`${tabCount} tabs: open ${openMs} ms, linked ${linkedMs} ms, healed ${healedMs} ms, back ${backMs} ms`);
});

test('a newcomer joins through a terminal node that the link names, when all relays are gone', async ({
  tabs,
  relay,
  terminal,
  staticPage,
}) => {
  const [miner, friend] = [await tabs.open(), await tabs.open()];
  await waitForLinks([miner, friend], backMsMax);
  const { link } = await ask(miner, 'network_link', {});
  const listen = ['/ip4/127.0.0.1/tcp/0/ws', '/ip4/127.0.0.1/udp/0/webrtc-direct'];
  const node = terminal('--link', link, ...listen.flatMap((address) => ['--listen', address]));
  const { link: nodesLink, peerId } = await node.first('started');
  await waitUntil('both tabs are linked to the terminal node', backMsMax, async () => {
    const peers = await Promise.all([miner, friend].map((page) => ask(page, 'net_peers', {})));
    return peers.every((list) => list.some((peer) => peer.peerId === peerId));
  });
  // The relay also serves the page: what mining needs is loaded before it goes.
  await startMining(miner);
  await waitForHeight([friend], 1, blockMsMax);
  await relay.kill();

  const tabIds = await Promise.all([miner, friend].map(async (page) => (await ask(page, 'node_info', {})).peerId));
  for (const [way, path] of [
    ['/ws/', 'websocket'],
    ['/webrtc-direct/', 'direct'],
  ] as const) {
    const joinedMs = Date.now();
    const newcomer = await tabs.open(`${staticPage}${linkBy(nodesLink, way)}`);
    await expect(newcomer.getByTestId('joined')).toBeVisible({ timeout: backMsMax });
    await waitUntil('the newcomer is linked directly to both tabs', healedMsMax, async () => {
      const peers = await directOf(newcomer);
      return tabIds.every((id) => peers.includes(id));
    });
    await waitForHeight([newcomer], await heightOf(miner), blockMsMax);
    console.info(`a newcomer by ${way}: linked to both tabs and at the tip in ${Date.now() - joinedMs} ms`);
    const peers = await ask(newcomer, 'net_peers', {});
    expect(peers.find((peer) => peer.peerId === peerId)).toMatchObject({ kind: 'terminal', path });
  }
  await stopMining(miner);
});
