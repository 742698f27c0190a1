// contract_*, event_list and the receipts of contracts, with the real machine on a stage: what a trial says of gas, what
// became of a call in its block, what a question costs (nothing), and what a failure costs (its fee and no more).

import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { loadMachine } from '../../tests/contracts/load-machine.ts';
import { chainSpecJson, contractMachineHash } from '../core/model/index.ts';
import { createMemoryDisk, type MachineSource } from '../core/node/index.ts';
import { createStage, fixedWork, openingOf, type Stage, type StagedTab, testSpec } from '../testing/index.ts';
import { checkProofText } from '../../terminal-node/check-proof.ts';
import { checkProofBytes } from '../core/proof/index.ts';
import type { ReceiptShape } from './api.ts';
import { readHex } from './show-transaction.ts';

const passphrase = 'a long enough passphrase';
const example = (name: string): string =>
  readFileSync(new URL(`../../public/contracts/${name}.js`, import.meta.url), 'utf8');

const counter = example('counter');
const troubles = `
export function loop() { for (;;); }
export function refuse() { storage.set('x', 1); throw new Error('not today') }
export const held = (first, { second = [1, 2] } = {}, ...rest) => [first, second, rest.length, 10n ** 30n, new Uint8Array([1, 255])]
`;

const opened: StagedTab[] = [];
afterEach(async () => {
  for (const tab of opened.splice(0)) await tab.provider.stop();
});

interface Started {
  readonly stage: Stage;
  readonly tab: StagedTab;
  readonly me: string;
}

const start = async (): Promise<Started> => {
  const machine = await loadMachine();
  const contracts: MachineSource = { machine: () => machine, load: async () => undefined };
  const protocol = { version: 1, vmHash: contractMachineHash };
  const spec = testSpec({ protocol, consensus: fixedWork(0), reorgLimit: 86_400 });
  const stage = createStage(spec.genesisTime + 3_600_000);
  const disk = createMemoryDisk();
  const { peerId } = stage.optionsOf(0).host;
  const openNetwork = openingOf({ net: stage.net, time: stage.time, diskOf: () => disk, peerId, contracts });
  const tab = stage.tab(0, { openNetwork });
  opened.push(tab);
  await tab.provider.start({ spec: chainSpecJson(spec), relays: [] });
  const { address: me } = await tab.request('wallet_create', { passphrase });
  await tab.request('wallet_backup', { done: true });
  await stage.mine(tab, 3);
  return { stage, tab, me };
};

const receiptOf = async ({ stage, tab }: Started, id: `0x${string}`): Promise<ReceiptShape> => {
  await stage.mine(tab, 1);
  let receipt: ReceiptShape | undefined;
  await stage.inTime('the receipt', async () => {
    ({ receipt } = await tab.request('tx_get', { id }));
    return receipt !== undefined;
  });
  if (receipt === undefined) throw new Error('no receipt');
  return receipt;
};

const deploy = async (started: Started, code: string, args: readonly (string | number)[] = []) => {
  const sent = await started.tab.request('contract_deploy', { code, args });
  return { ...sent, receipt: await receiptOf(started, sent.id) };
};

test('a counter is deployed, counts, and is asked for nothing', async () => {
  const started = await start();
  const { tab, me } = started;
  const estimate = await tab.request('tx_estimate', { kind: 'deploy', code: counter, args: [5] });
  expect(BigInt(estimate.deposit ?? '0')).toBeGreaterThan(0n);
  const { address, receipt } = await deploy(started, counter, [5]);
  expect(receipt).toMatchObject({ status: 'ok', contract: address, events: [] });
  expect(receipt.gasUsed).toBeLessThan(estimate.gas);
  expect(receipt.fee).toBe(receipt.gasUsed.toString());

  const view = { address, function: 'value' };
  const before = await tab.request('account_get', { address: me });
  expect(await tab.request('contract_view', view)).toMatchObject({ value: '5' });
  expect(await tab.request('account_get', { address: me })).toEqual(before);

  const { id } = await tab.request('contract_invoke', { address, function: 'increment', args: [2] });
  const called = await receiptOf(started, id);
  const event = { address, name: 'incremented', data: { n: '7', by: me } };
  expect(called).toMatchObject({ status: 'ok', value: '7', events: [event] });
  expect(await tab.request('tx_get', { id })).toMatchObject({
    transaction: { kind: 'invoke', function: 'increment', args: [2] },
  });

  const shown = await tab.request('contract_get', { address });
  expect(shown).toMatchObject({ address, creator: me, code: counter, balance: '0', keys: 1 });
  expect(shown.storage).toEqual([{ key: 'n', value: '7' }]);
  expect(shown.functions).toContainEqual({ name: 'increment', parameters: ['by = 1'] });
  expect(shown.deposit).toBe(estimate.deposit);
});

test('events are listed newest first, by contract, name, height and count', async () => {
  const started = await start();
  const { tab } = started;
  const [one, two] = [await deploy(started, counter, [0]), await deploy(started, counter, [100])];
  const heights: number[] = [];
  for (const { address } of [one, two, one]) {
    const { id } = await tab.request('contract_invoke', { address, function: 'increment' });
    await receiptOf(started, id);
    heights.push((await tab.request('tx_get', { id })).height ?? 0);
  }
  const counts = async (question: Parameters<typeof tab.request<'event_list'>>[1]) =>
    (await tab.request('event_list', question)).map(({ data, height }) => [(data as { n: string }).n, height]);
  expect(await counts({})).toEqual([
    ['2', heights[2]],
    ['101', heights[1]],
    ['1', heights[0]],
  ]);
  expect(await counts({ address: one.address, count: 1 })).toEqual([['2', heights[2]]]);
  expect(await counts({ name: 'incremented', from: heights[1] ?? 0 })).toHaveLength(2);
  expect(await counts({ name: 'other' })).toEqual([]);
});

test('calls are listed newest first, with who called, what it used and what became of it', async () => {
  const started = await start();
  const { tab, me } = started;
  const one = await deploy(started, counter, [5]);
  const other = await deploy(started, troubles);
  for (const args of [[2], ['x']]) {
    const wish = { address: one.address, function: 'increment', args, gasLimit: 400_000 };
    await receiptOf(started, (await tab.request('contract_invoke', wish)).id);
  }
  const calls = await tab.request('contract_calls', { address: one.address });
  expect(calls).toMatchObject([
    { function: 'increment', args: ['x'], status: 'failed', reason: expect.stringContaining('(line 8)') as unknown },
    { function: 'increment', args: [2], sender: me, amount: '0', status: 'ok', value: '7' },
    { function: 'init', args: [5], status: 'ok', id: one.id, gasUsed: one.receipt.gasUsed },
  ]);
  const [, second] = calls;
  expect(await tab.request('contract_calls', { address: one.address, from: second?.height ?? 0, count: 1 })).toEqual([
    second,
  ]);
  expect(await tab.request('contract_calls', { address: other.address })).toHaveLength(1);
  expect(await tab.refusal('contract_calls', { address: me })).toMatchObject({ data: { path: 'address' } });
});

test('what is stored is proved, and that nothing is; nothing that was changed afterwards passes', async () => {
  const started = await start();
  const { tab, me } = started;
  const { address } = await deploy(started, counter, [5]);
  const stored = await tab.request('account_prove', { address, key: 'n' });
  expect(stored.value).toEqual({ kind: 'storage', address, key: 'n', exists: true, value: '5' });
  const absent = await tab.request('account_prove', { address, key: 'other' });
  expect(absent.value).toEqual({ kind: 'storage', address, key: 'other', exists: false, value: null });
  for (const { bytes, value } of [stored, absent]) {
    expect(await tab.request('proof_check', { proof: { bytes } })).toMatchObject({ valid: true, onChain: true, value });
    const honest = readHex(bytes);
    for (let at = 0; at < honest.length; at++) {
      const changed = honest.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      const checked = checkProofBytes(changed, () => false);
      // Where nothing is, other keys are missing by the same path: that is as true.
      if (checked.ok)
        expect(checked.value).toMatchObject(value === stored.value ? claimOf(honest) : { value: undefined });
    }
  }
  const told = checkProofText(JSON.stringify(stored), false, () => false).lines;
  expect(told[0]).toBe(`valid: ${address} stores "5" under "n"`);
  const json = checkProofText(absent.bytes, true, () => false).lines;
  expect(JSON.parse(json[0] ?? '')).toMatchObject({ address, key: 'other', exists: false, value: null });
  for (const wish of [{ address }, { address, key: 'é'.repeat(40) }, { address: me, key: 'n' }]) {
    expect(await tab.refusal('account_prove', wish)).toMatchObject({ code: -32602, data: { path: 'key' } });
  }
});

/** What a proof of storage says, without what its headers say of themselves. */
const claimOf = (bytes: Uint8Array) => {
  const checked = checkProofBytes(bytes, () => false);
  if (!checked.ok || checked.value.kind !== 'storage') throw new Error('no proof of storage');
  const { contract, key, value } = checked.value;
  return { kind: 'storage', contract, key, value };
};

test('a call that fails costs its fee and changes nothing; one that cannot succeed is not sent unless it has to be', async () => {
  const started = await start();
  const { tab, me } = started;
  const { address } = await deploy(started, troubles);
  const refusal = await tab.refusal('contract_invoke', { address, function: 'refuse' });
  expect(refusal).toMatchObject({ code: -32000, data: { fault: 'contract-failed', line: 3 } });
  expect(refusal).toMatchObject({ data: { reason: expect.stringContaining('not today') as unknown } });

  // Another account than the producer's, so that the fee is not its own gain.
  const { address: other } = await tab.request('wallet_add', {});
  const paid = await tab.request('tx_send', { kind: 'transfer', to: other, amount: '2000000', from: me });
  await receiptOf(started, paid.id);
  const balance = async () => BigInt((await tab.request('account_get', { address: other })).balance);
  const before = await balance();
  const wish = { address, function: 'refuse', gasLimit: 500_000, from: other };
  const failed = await receiptOf(started, (await tab.request('contract_invoke', wish)).id);
  expect(failed).toMatchObject({ status: 'failed', events: [], fee: failed.gasUsed.toString() });
  expect(failed.reason).toContain('not today');
  expect(failed.gasUsed).toBeLessThan(500_000);
  expect(before - (await balance())).toBe(BigInt(failed.fee));
  expect((await tab.request('contract_get', { address })).keys).toBe(0);

  const endless = await tab.request('contract_invoke', { address, function: 'loop', gasLimit: 300_000 });
  expect(await receiptOf(started, endless.id)).toMatchObject({
    status: 'failed',
    reason: 'out of gas',
    gasUsed: 300_000,
  });
});

test('a trace shows each host call; values come out as JSON', async () => {
  const started = await start();
  const { tab } = started;
  const { address } = await deploy(started, counter, [1]);
  const trace = await tab.request('contract_trace', { address, function: 'increment', args: [3] });
  expect(trace).toMatchObject({ ok: true, value: '4', events: [{ name: 'incremented' }] });
  expect(trace.steps.map(({ depth, address: by }) => [depth, by])).toContainEqual([0, address]);
  expect(trace.changes).toEqual([{ address, key: 'n', before: '1', after: '4' }]);
  expect(trace.functions).toContainEqual(expect.objectContaining({ name: 'increment', kind: 'contract', line: 7 }));
  expect(trace.functions.reduce((sum, { gas }) => sum + gas, 0)).toBe(trace.gasUsed);
  expect(await tab.request('contract_view', { address, function: 'value' })).toMatchObject({ value: '1' });

  const other = await deploy(started, troubles);
  const failed = await tab.request('contract_trace', { address: other.address, function: 'refuse' });
  expect(failed).toMatchObject({ ok: false, line: 3, events: [], changes: [] });
  const held = await tab.request('contract_view', { address: other.address, function: 'held', args: ['7', {}, 1, 2] });
  expect(held.value).toEqual(['7', [1, 2], 2, `1${'0'.repeat(30)}`, '0x01ff']);
  const { functions } = await tab.request('contract_get', { address: other.address });
  expect(functions.find(({ name }) => name === 'held')?.parameters).toEqual([
    'first',
    '{ second = [1, 2] } = {}',
    '...rest',
  ]);
});

test('what cannot be is said: no such contract, no such function, arguments that no contract takes, code that does not read', async () => {
  const started = await start();
  const { tab, me } = started;
  const { address } = await deploy(started, counter);
  expect(await tab.refusal('contract_view', { address, function: 'none' })).toMatchObject({ code: -32000 });
  expect(await tab.refusal('contract_get', { address: address.slice(0, -1) })).toMatchObject({ code: -32602 });
  expect(await tab.refusal('contract_get', { address: me })).toMatchObject({ code: -32602, data: { path: 'address' } });
  const half = { address, function: 'increment', args: [0.5] };
  expect(await tab.refusal('contract_view', half)).toMatchObject({ code: -32602, data: { path: 'args' } });
  expect(await tab.refusal('contract_deploy', { code: 'export function (' })).toMatchObject({
    data: { fault: 'contract-failed' },
  });
  expect(await tab.request('contract_inspect', { code: 'let a\nlet a' })).toMatchObject({ ok: false });
  expect(await tab.request('contract_inspect', { code: counter })).toMatchObject({
    ok: true,
    functions: [{ name: 'increment' }, { name: 'init' }, { name: 'value' }],
  });
});
