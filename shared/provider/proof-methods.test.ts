// Proofs through the API: made by one node, checked by another that has no network open.

import { afterEach, expect, test } from 'vitest';
import { formatAddress } from '../core/model/index.ts';
import { createStage, fixedWork, type Stage, testSpec, walletOf } from '../testing/index.ts';

const spec = testSpec({ consensus: fixedWork(0), reorgLimit: 86_400 });
const stranger = formatAddress(walletOf(99).address);
let stages: readonly Stage[] = [];

afterEach(async () => {
  for (const stage of stages) await stage.close();
});

/** A tab with coins, a payment to a stranger in block 3, and a block above it; and a tab that has no network. */
const openTabs = async () => {
  const [stage, elsewhere] = [createStage(spec.genesisTime + 3_600_000), createStage(spec.genesisTime)];
  stages = [stage, elsewhere];
  const [tab, alone] = [await stage.open(0, spec), await elsewhere.open(1)];
  const { address } = await tab.request('wallet_create', { passphrase: 'four plain words here' });
  await stage.mine(tab, 2);
  const { id } = await tab.request('tx_send', { kind: 'transfer', to: stranger, amount: '1234' });
  await stage.mine(tab, 2);
  expect(await tab.request('tx_get', { id })).toMatchObject({ status: 'included', height: 3 });
  return { tab, alone, address, id };
};

test('a balance proved by one node is checked by another without a network', async () => {
  const { tab, alone } = await openTabs();
  const proof = await tab.request('account_prove', { address: stranger });
  const value = { kind: 'account', address: stranger, exists: true, balance: '1234', nonce: 0 };
  expect(proof.value).toEqual(value);
  const { chainId, height, head } = {
    ...(await tab.request('node_info', {})).network,
    ...(await tab.request('node_status', {})),
  };
  const told = await alone.request('proof_check', { proof });
  expect(told).toMatchObject({ valid: true, height, blockId: head, chainId, confirmations: 0, value });
  expect(told).not.toHaveProperty('onChain');
  expect((await tab.request('proof_check', { proof })).onChain).toBe(true);
});

test('a transaction is proved to be in its block, from its bytes alone', async () => {
  const { tab, alone, id } = await openTabs();
  const { bytes } = await tab.request('tx_prove', { id });
  const told = await alone.request('proof_check', { proof: { bytes } });
  const { height } = await tab.request('tx_get', { id });
  expect(told).toMatchObject({
    valid: true,
    height,
    value: { kind: 'transaction', transaction: { id, amount: '1234' } },
  });
  expect(told.confirmations).toBeGreaterThanOrEqual(1);
});

test('what does not hold is not valid, with the name of the fault; what is no proof is refused by its path', async () => {
  const { tab, alone } = await openTabs();
  const { bytes } = await tab.request('account_prove', { address: stranger });
  const cut = `0x${bytes.slice(4)}` as const;
  expect(await alone.request('proof_check', { proof: { bytes: cut } })).toEqual({ valid: false, fault: 'proof-form' });
  const lie = `${bytes.slice(0, -2)}${bytes.endsWith('00') ? '01' : '00'}` as `0x${string}`;
  expect((await alone.request('proof_check', { proof: { bytes: lie } })).valid).toBe(false);
  expect(await alone.refusal('proof_check', { proof: { bytes: 'zz' } })).toMatchObject({
    data: { path: 'proof.bytes' },
  });
  expect(await alone.refusal('proof_check', {})).toMatchObject({ data: { path: 'proof' } });
  expect(await tab.refusal('tx_prove', { id: `0x${'00'.repeat(32)}` })).toMatchObject({ code: 4040 });
});
