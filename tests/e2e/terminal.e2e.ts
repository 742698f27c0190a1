/**
 * A terminal node among tabs: it joins them through their relay by the link of one of them, follows what a tab mines,
 * mines itself with the tabs following, is paid, and ends on Ctrl-C with all it had. Records, files and a contract cross both
 * ways; without the relay and with more of them, in peering and six-nodes by day and mixed-network by night.
 */
import { expect } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type NodeProcess, startNodeProcess } from '../../terminal-node/testing/node-process.ts';
import { runningClient } from '../../terminal-node/testing/running-client.ts';
import { contractBothWays, deployInTab, filesBothWays, recordsBothWays } from './both-ways.ts';
import { test as base, waitUntil } from './harness.ts';
import {
  ask,
  blockMsMax,
  createWallet,
  heightOf,
  linkMsMax,
  pay,
  startMining,
  stopMining,
  waitForHeight,
  waitForLinks,
} from './tab.ts';

/** Starts terminal nodes as `npm run tabchain` does; they are ended and their data removed after the story. */
const test = base.extend<{ terminal: (data: string, ...args: readonly string[]) => NodeProcess }>({
  terminal: async ({ relay: _relay }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'tabchain-terminal-'));
    const script = fileURLToPath(new URL('../../scripts/tabchain.mjs', import.meta.url));
    const nodes: NodeProcess[] = [];
    await use((data, ...args) => {
      const node = startNodeProcess(script, ['--data', join(folder, data), ...args]);
      nodes.push(node);
      return node;
    });
    await Promise.all(nodes.map((node) => node.end('SIGTERM')));
    await rm(folder, { recursive: true, force: true });
  },
});

test('a terminal node joins two tabs, follows, mines, and ends cleanly', async ({ tabs, terminal }) => {
  const [miner, friend] = [await tabs.open(), await tabs.open()];
  const both = [miner, friend];
  await waitForLinks(both, linkMsMax);
  const minerAddress = await createWallet(miner);
  await startMining(miner);
  await waitForHeight(both, 3, blockMsMax);

  const { link } = await ask(friend, 'network_link', {});
  const node = terminal('node', '--link', link);
  const { peerId, addresses } = await node.first('started');
  for (const page of both) {
    await waitUntil('the tab is linked to the terminal node over its WebSocket', linkMsMax, async () => {
      const peer = (await ask(page, 'net_peers', {})).find((one) => one.peerId === peerId);
      return peer?.kind === 'terminal' && peer.path === 'websocket';
    });
  }
  await node.reaches((await heightOf(miner)) + 2);
  await stopMining(miner);
  expect(await node.end('SIGINT')).toBe(0);
  const stopped = await node.first('stopped');
  expect((await ask(miner, 'block_get', { height: stopped.height })).id).toBe(`0x${stopped.id}`);

  // It comes back as itself, on the network that it had open, and mines; what it earns is a payment's worth in the tabs.
  const again = terminal('node', '--produce', '--intensity', '0.5');
  const started = await again.first('started');
  expect(started).toMatchObject({ peerId, height: stopped.height });
  expect(addresses[0]).toContain(`/p2p/${peerId}`);
  const { address } = await again.first('mining');
  await waitForHeight(both, stopped.height + 3, blockMsMax);
  const { producer } = await ask(friend, 'block_get', { height: stopped.height + 3 });
  expect(producer).toBe(address);
  await pay(miner, address, '1');
  const paid = await again.first('block', ({ transactions }) => transactions === 1);
  await waitForHeight(both, paid.height, blockMsMax);
  expect((await ask(friend, 'block_get', { height: paid.height })).id).toBe(`0x${paid.id}`);

  const rpc = await runningClient(started.data);
  const [contract] = await Promise.all([
    deployInTab(miner),
    recordsBothWays(miner, minerAddress, rpc),
    filesBothWays(miner, rpc),
  ]);
  await contractBothWays(miner, rpc, contract);
  expect(await again.end('SIGINT')).toBe(0);
  expect(again.told.filter(({ event }) => event === 'alarm')).toEqual([]);
});
