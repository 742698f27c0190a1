/**
 * A network of tabs and terminal nodes: three tabs, two nodes and a relay. The relay is killed, a fourth tab comes in through
 * a terminal node, and payments, records, files and a contract cross both ways; a node is paused, killed and started again.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RpcClient } from '../../terminal-node/rpc/rpc-client.ts';
import { type NodeProcess, startNodeProcess } from '../../terminal-node/testing/node-process.ts';
import { runningClient } from '../../terminal-node/testing/running-client.ts';
import { contractBothWays, deployInTab, filesBothWays, payNode, recordsBothWays } from './both-ways.ts';
import { test as base, waitUntil } from './harness.ts';
import { withStaticPage } from './static-page.ts';
import {
  ask,
  blockMsMax,
  createWallet,
  heightOf,
  linkMsMax,
  passphrase,
  startMining,
  waitForBalance,
  waitForHeight,
  waitForLinks,
} from './tab.ts';

interface Terminal {
  readonly node: NodeProcess;
  readonly rpc: () => Promise<RpcClient>;
}

interface Places {
  readonly terminal: (name: string, ...args: readonly string[]) => Terminal;
  /** the page served by somebody who is no relay */
  readonly staticPage: string;
}

const test = base.extend<Places>({
  terminal: async ({ relay: _relay }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'tabchain-mixed-'));
    const script = fileURLToPath(new URL('../../terminal-node/main.ts', import.meta.url));
    const nodes: NodeProcess[] = [];
    await use((name, ...args) => {
      const data = join(folder, name);
      const node = startNodeProcess(script, ['--data', data, ...args]);
      nodes.push(node);
      return { node, rpc: () => runningClient(data) };
    });
    await Promise.all(nodes.map((node) => node.end('SIGKILL')));
    await rm(folder, { recursive: true, force: true });
  },
  staticPage: async ({ relay: _relay }, use) => withStaticPage(use),
});

const sameHead = async (pages: readonly Page[], node: NodeProcess): Promise<void> => {
  const height = Math.max(...(await Promise.all(pages.map(heightOf))));
  await node.reaches(height);
  await waitForHeight(pages, height, blockMsMax);
};

test('tabs and terminal nodes are one network without their relay, and a node that was killed comes back to it', async ({
  tabs,
  relay,
  terminal,
  staticPage,
}) => {
  const three = [await tabs.open(), await tabs.open(), await tabs.open()] as const;
  const [miner, , guest] = three;
  await waitForLinks(three, linkMsMax);
  const tabAddress = await createWallet(miner);
  await startMining(miner);
  await waitForHeight(three, 3, blockMsMax);
  const { link } = await ask(miner, 'network_link', {});
  const first = terminal('first', '--link', link);
  const { addresses, peerId, link: nodesLink } = await first.node.first('started');
  const second = terminal('second', '--link', link, '--dial', addresses[0] ?? '');
  await second.node.first('peer', ({ change, peerId: peer }) => change === 'connected' && peer === peerId);
  for (const page of three) {
    await waitUntil('each tab is linked to the first node', linkMsMax, async () =>
      (await ask(page, 'net_peers', {})).some((peer) => peer.peerId === peerId),
    );
  }
  const rpc = await first.rpc();
  await rpc.request('wallet_create', { passphrase });
  const nodeAddress = (await rpc.request('wallet_accounts', {}))[0]?.address ?? '';
  const contract = await deployInTab(miner);
  await relay.kill();

  const [, fragment = ''] = nodesLink.split('#');
  const newcomer = await tabs.open(`${staticPage}#${fragment}`);
  await expect(newcomer.getByTestId('joined')).toBeVisible({ timeout: linkMsMax });
  await waitForHeight([newcomer], await heightOf(miner), blockMsMax);
  await payNode(miner, rpc, nodeAddress);
  await recordsBothWays(miner, tabAddress, rpc);
  await contractBothWays(miner, rpc, contract);
  await filesBothWays(miner, rpc);
  const all = [...three, newcomer];
  await sameHead(all, second.node);
  const balance = BigInt((await ask(guest, 'account_get', { address: nodeAddress })).balance);
  await waitForBalance(newcomer, nodeAddress, balance, blockMsMax);

  const wake = second.node.sleep();
  const before = await heightOf(miner);
  await waitForHeight(all, before + 2, blockMsMax);
  wake();
  await sameHead(all, second.node);
  await second.node.end('SIGKILL');
  await waitForHeight(all, (await heightOf(miner)) + 2, blockMsMax);
  const again = terminal('second', '--dial', addresses[0] ?? '');
  await again.node.first('started');
  await sameHead(all, again.node);
  const height = await heightOf(newcomer);
  await again.node.reaches(height);
  const rest = await again.rpc();
  expect((await rest.request('block_get', { height: height - 1 })).id).toBe(
    (await ask(newcomer, 'block_get', { height: height - 1 })).id,
  );
});
