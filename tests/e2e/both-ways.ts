/**
 * What crosses between a tab and a terminal node, each way: payments, records, files byte for byte, a contract that both call.
 * The node is asked over JSON-RPC, its wallet unlocked. Owns nothing; every wait has a deadline.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import type { RpcClient } from '../../terminal-node/rpc/rpc-client.ts';
import { waitUntil } from './harness.ts';
import { ask, blockMsMax, oneCoin, pay } from './tab.ts';

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

/** The tab pays the node, which has no coins before. */
export const payNode = async (tab: Page, rpc: RpcClient, nodeAddress: string): Promise<void> => {
  await pay(tab, nodeAddress, '10');
  await waitUntil('the node is paid', blockMsMax, async () => {
    const account = await rpc.request('account_get', { address: nodeAddress });
    return BigInt(account.balance) === 10n * oneCoin;
  });
};

/** A record each way, and a payment of the node to the tab. */
export const recordsBothWays = async (tab: Page, tabAddress: string, rpc: RpcClient): Promise<void> => {
  const ofTab = await ask(tab, 'tx_send', { kind: 'record', data: hexOf('from a tab') });
  const ofNode = await rpc.request('tx_send', { kind: 'record', data: hexOf('from a node') });
  const back = await rpc.request('tx_send', { kind: 'transfer', to: tabAddress, amount: String(oneCoin) });
  await nodeHas(rpc, ofTab.id);
  for (const { id } of [ofNode, back]) await tabHas(tab, id);
};

/** A file from a tab to the node and one from the node to the tab, byte for byte. */
export const filesBothWays = async (tab: Page, rpc: RpcClient): Promise<void> => {
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
export const deployInTab = async (tab: Page): Promise<string> => {
  const code = await readFile(new URL('../../public/contracts/counter.js', import.meta.url), 'utf8');
  const { id, address } = await ask(tab, 'contract_deploy', { code, args: [40] });
  await tabHas(tab, id);
  await ask(tab, 'contract_view', { address, function: 'value', args: [] });
  await ask(tab, 'file_list', {});
  return address;
};

/** A contract of a tab that the node calls, and then the tab. */
export const contractBothWays = async (tab: Page, rpc: RpcClient, address: string): Promise<void> => {
  const called = await rpc.request('contract_invoke', { address, function: 'increment', args: [1] });
  await tabHas(tab, called.id);
  const again = await ask(tab, 'contract_invoke', { address, function: 'increment', args: [1] });
  await nodeHas(rpc, again.id);
  const question = { address, function: 'value', args: [] };
  const [here, there] = [await ask(tab, 'contract_view', question), await rpc.request('contract_view', question)];
  expect(there.value).toEqual(here.value);
  expect(JSON.stringify(here.value)).toContain('42');
};
