/**
 * A network of tabs and terminal nodes: three tabs, two nodes and a relay. The relay is killed, a fourth tab comes in through
 * a terminal node, and payments, records, files and a contract cross both ways; a node is paused, killed and started again.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RpcClient } from '../../terminal-node/rpc/rpc-client.ts';
import { type NodeProcess, startNodeProcess } from '../../terminal-node/testing/node-process.ts';
import { runningClient } from '../../terminal-node/testing/running-client.ts';
import { test as base, waitUntil } from './harness.ts';
import { withStaticPage } from './static-page.ts';
import {
  ask,
  blockMsMax,
  createWallet,
  heightOf,
  linkMsMax,
  oneCoin,
  passphrase,
  pay,
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

const fieldOf = (answer: unknown, name: string): string => {
  const value: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined;
  if (typeof value !== 'string') throw new Error(`no ${name} in ${JSON.stringify(answer)}`);
  return value;
};

const hexOf = (text: string): `0x${string}` => `0x${Buffer.from(text).toString('hex')}`;

const tabHas = (page: Page, id: `0x${string}`): Promise<void> =>
  waitUntil(`the tab has ${id} in a block`, blockMsMax, () =>
    ask(page, 'tx_get', { id }).then(
      ({ status }) => status === 'included',
      () => false,
    ),
  );

const nodeHas = (rpc: RpcClient, id: string): Promise<void> =>
  waitUntil(`the node has ${id} in a block`, blockMsMax, () =>
    rpc.call('tx_get', { id }).then(
      (answer) => fieldOf(answer, 'status') === 'included',
      () => false,
    ),
  );

/** A payment and a record each way. */
const payBothWays = async (tab: Page, tabAddress: string, rpc: RpcClient, nodeAddress: string): Promise<void> => {
  await pay(tab, nodeAddress, '10');
  await waitUntil('the node is paid', blockMsMax, async () => {
    const account = await rpc.request('account_get', { address: nodeAddress });
    return BigInt(account.balance) === 10n * oneCoin;
  });
  const ofTab = await ask(tab, 'tx_send', { kind: 'record', data: hexOf('from a tab') });
  const ofNode = await rpc.request('tx_send', { kind: 'record', data: hexOf('from a node') });
  const back = await rpc.request('tx_send', { kind: 'transfer', to: tabAddress, amount: String(oneCoin) });
  await nodeHas(rpc, ofTab.id);
  for (const { id } of [ofNode, back]) await tabHas(tab, id);
};

/** A file from a tab to the node and one from the node to the tab, byte for byte. */
const filesBothWays = async (tab: Page, rpc: RpcClient): Promise<void> => {
  const text = 'a lesson '.repeat(5000);
  const cid = await tab.evaluate(async (content) => {
    const bytes = new TextEncoder().encode(content);
    const added = await window.tabchain?.request({ method: 'file_add', params: { name: 'tab.txt', bytes } });
    return added?.cid ?? '';
  }, text);
  expect(Buffer.from(fieldOf(await rpc.call('file_get', { cid }), 'bytes'), 'base64').toString()).toBe(text);
  const bytes = Buffer.from(text.toUpperCase()).toString('base64');
  const other = fieldOf(await rpc.call('file_add', { name: 'node.txt', bytes }), 'cid');
  const got = await tab.evaluate(async (wanted) => {
    const file = await window.tabchain?.request({ method: 'file_get', params: { cid: wanted } });
    return file === undefined ? '' : new TextDecoder().decode(file.bytes);
  }, other);
  expect(got).toBe(text.toUpperCase());
};

/** The relay also serves the page: what contracts and files need comes with the first of them. */
const deployInTab = async (tab: Page): Promise<string> => {
  const code = await readFile(new URL('../../public/contracts/counter.js', import.meta.url), 'utf8');
  const { id, address } = await ask(tab, 'contract_deploy', { code, args: [40] });
  await tabHas(tab, id);
  await ask(tab, 'contract_view', { address, function: 'value', args: [] });
  await ask(tab, 'file_list', {});
  return address;
};

/** A contract of a tab that the node calls, and then the tab. */
const contractBothWays = async (tab: Page, rpc: RpcClient, address: string): Promise<void> => {
  const called = await rpc.request('contract_invoke', { address, function: 'increment', args: [1] });
  await tabHas(tab, called.id);
  const again = await ask(tab, 'contract_invoke', { address, function: 'increment', args: [1] });
  await nodeHas(rpc, again.id);
  const question = { address, function: 'value', args: [] };
  const [here, there] = [await ask(tab, 'contract_view', question), await rpc.request('contract_view', question)];
  expect(there.value).toEqual(here.value);
  expect(JSON.stringify(here.value)).toContain('42');
};

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
  await payBothWays(miner, tabAddress, rpc, nodeAddress);
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
