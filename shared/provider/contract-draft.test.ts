// Code that is not deployed, asked of a node with the real machine: what it gives, stores and emits, call after call; that
// nothing of it stays in the state or the mempool; and that hostile code ends with its gas.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadMachine } from '../../tests/contracts/load-machine.ts';
import { chainSpecJson, contractMachineHash } from '../core/model/index.ts';
import { createMemoryDisk, type MachineSource } from '../core/node/index.ts';
import { createStage, fixedWork, openingOf, type Stage, type StagedTab, testSpec } from '../testing/index.ts';

const counter = readFileSync(new URL('../../public/contracts/counter.js', import.meta.url), 'utf8');
const hostile = `
export function loop() { for (;;); }
export function flood() { for (let n = 0; ; n++) storage.set('k' + n, 'x'.repeat(4000)) }
export function refuse() { storage.set('x', 1); throw new Error('not today') }
export function keys() { return storage.entries().length }
`;
const executionGas = 20_000_000;

let stage: Stage;
let tab: StagedTab;
let me: string;

beforeAll(async () => {
  const machine = await loadMachine();
  const contracts: MachineSource = { machine: () => machine, load: async () => undefined };
  const protocol = { version: 1, vmHash: contractMachineHash };
  const spec = testSpec({ protocol, consensus: fixedWork(0), reorgLimit: 86_400 });
  stage = createStage(spec.genesisTime + 3_600_000);
  const disk = createMemoryDisk();
  const { peerId } = stage.optionsOf(0).host;
  tab = stage.tab(0, {
    openNetwork: openingOf({ net: stage.net, time: stage.time, diskOf: () => disk, peerId, contracts }),
  });
  await tab.provider.start({ spec: chainSpecJson(spec), relays: [] });
  me = (await tab.request('wallet_create', { passphrase: 'a long enough passphrase' })).address;
  await tab.request('wallet_backup', { done: true });
  await stage.mine(tab, 3);
});

afterAll(async () => {
  await tab.provider.stop();
});

/** What a person could see of the chain, that a question must leave as it was. */
const seen = async () => ({
  account: await tab.request('account_get', { address: me }),
  mempool: await tab.request('mempool_list', {}),
  head: await tab.request('block_list', { count: 1 }),
});

const increment = { function: 'increment' };

test('calls follow each other on code that is not deployed, and nothing of them stays', async () => {
  const before = await seen();
  const draft = { code: counter, init: { args: [40] }, from: me };
  const first = await tab.request('contract_trace', { ...draft, ...increment, args: [2] });
  const { address } = first;
  expect(first).toMatchObject({ ok: true, value: '42', function: 'increment', before: [] });
  expect(first.changes).toEqual([{ address, key: 'n', before: '40', after: '42' }]);
  expect(first.events).toEqual([{ address, name: 'incremented', data: { n: '42', by: me } }]);
  expect(first.steps.map(({ operation }) => operation)).toContain('set');
  expect(first.functions.reduce((sum, { gas }) => sum + gas, 0)).toBe(first.gasUsed);

  const calls = [{ ...increment, args: [2] }, increment, increment];
  const third = await tab.request('contract_trace', { ...draft, ...increment, before: calls.slice(0, 2) });
  expect(third.before).toMatchObject([
    { ok: true, value: '42', gasUsed: first.gasUsed },
    { ok: true, value: '43' },
  ]);
  expect(third.changes).toEqual([{ address, key: 'n', before: '43', after: '44' }]);
  expect(third.gasBefore).toBeGreaterThan(2 * first.gasUsed);
  expect(await tab.request('contract_view', { ...draft, function: 'value', before: calls })).toMatchObject({
    value: '44',
    gasBefore: expect.any(Number) as unknown,
  });
  expect(await seen()).toEqual(before);
  expect(await tab.refusal('contract_get', { address })).toMatchObject({ message: expect.any(String) as unknown });
  expect(await tab.refusal('contract_view', { address, function: 'value' })).toMatchObject({ code: -32000 });

  // It is what a deployment gives then: the same place, the same gas.
  const sent = await tab.request('contract_deploy', { code: counter, args: [40] });
  expect(sent.address).toBe(address);
  await stage.mine(tab, 1);
  const real = await tab.request('contract_trace', { address, ...increment, args: [2], from: me });
  expect(real).toEqual({ ...first, before: undefined, gasBefore: undefined });
});

test('the deployment itself is told: what init stores, or why it fails and where', async () => {
  const told = await tab.request('contract_trace', { code: counter, function: 'init', init: { args: [7] } });
  expect(told).toMatchObject({ ok: true, function: 'init', changes: [{ key: 'n', after: '7' }] });
  const code = 'export function init() {\n  emit("begun")\n  revert("not so")\n}\nexport const f = () => 1';
  const failed = await tab.request('contract_trace', { code, function: 'f', before: [{ function: 'f' }] });
  expect(failed).toMatchObject({ ok: false, function: 'init', line: 3, changes: [], events: [], before: [] });
  expect(failed.steps.map(({ operation }) => operation)).toContain('emit');
  expect(await tab.refusal('contract_view', { code, function: 'f' })).toMatchObject({
    data: { fault: 'contract-failed', line: 3 },
  });
  expect(await tab.request('contract_trace', { code: 'let a\nlet a', function: 'f' })).toMatchObject({ ok: false });
  for (const more of [{ args: [1] }, { amount: '1' }, { before: [increment] }]) {
    const refused = await tab.refusal('contract_trace', { code: counter, function: 'init', ...more });
    expect(refused).toMatchObject({ code: -32602, data: { path: 'function' } });
  }
});

test('coins come with the deployment and with a call, and can be paid out', async () => {
  const code = `export const init = () => context.amount
export const pay = () => { transfer(context.sender, context.amount + 5n) }`;
  const draft = { code, init: { amount: '12' }, from: me };
  expect(await tab.request('contract_view', { ...draft, function: 'init' })).toMatchObject({ value: '12' });
  const pay = { function: 'pay', amount: '1' };
  expect(await tab.request('contract_trace', { ...draft, ...pay, before: [pay] })).toMatchObject({ ok: true });
  const broke = await tab.request('contract_trace', { ...draft, ...pay, before: [pay, pay] });
  expect(broke).toMatchObject({ ok: false, reason: expect.stringContaining('not enough coins') as unknown, line: 2 });
});

test('a call before that fails changes nothing, and hostile code ends with its gas', async () => {
  const before = await seen();
  const draft = { code: hostile };
  const failing = [{ function: 'refuse' }, { function: 'none' }];
  const told = await tab.request('contract_trace', { ...draft, function: 'keys', before: failing });
  expect(told).toMatchObject({ ok: true, value: 0 });
  expect(told.before).toMatchObject([{ ok: false, line: 4 }, { ok: false }]);

  const loops = Array.from({ length: 16 }, (_, at) => ({ function: at % 2 === 0 ? 'loop' : 'flood' }));
  const spent = await tab.request('contract_trace', { ...draft, function: 'loop', before: loops });
  expect(spent).toMatchObject({ ok: false, reason: 'out of gas', gasUsed: executionGas, gasBefore: 2 * executionGas });
  expect(spent.before).toHaveLength(16);
  expect(spent.before?.at(-1)).toEqual({ ok: false, reason: 'out of gas', gasUsed: 0 });
  const endless = 'export function init() { for (;;); }';
  expect(await tab.request('contract_trace', { code: endless, function: 'f' })).toMatchObject({
    ...{ ok: false, function: 'init', reason: 'out of gas', gasUsed: executionGas },
  });
  expect(await seen()).toEqual(before);
});

test('what cannot be run is refused: code that is too long, values that no contract takes', async () => {
  const long = `export const f = () => 1 //${'é'.repeat(12_500)}`;
  expect(await tab.refusal('contract_view', { code: long, function: 'f' })).toMatchObject({
    data: { fault: 'transaction-too-large' },
  });
  const half = { function: 'increment', args: [0.5] };
  const draft = { code: counter, function: 'value' };
  expect(await tab.refusal('contract_view', { ...draft, before: [increment, half] })).toMatchObject({
    ...{ code: -32602, data: { path: 'before[1].args' } },
  });
  expect(await tab.refusal('contract_view', { ...draft, init: { args: [0.5] } })).toMatchObject({
    ...{ code: -32602, data: { path: 'init.args' } },
  });
});
