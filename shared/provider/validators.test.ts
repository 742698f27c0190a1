// Stakes and signers through the API: wishes become the right payloads and cost what the rules ask, the records become
// shapes, and a network of another kind says no.

import { describe, expect, test } from 'vitest';
import { chainSpecJson } from '../core/model/index.ts';
import {
  authoritySpec,
  createForge,
  createStage,
  doubleSealOf,
  driveBlocks,
  drivenChainId,
  fixedWork,
  heightOf,
  loadSignatureCheck,
  signTransaction,
  stakeSpec,
  testSpec,
  until,
  walletOf,
} from '../testing/index.ts';
import { showBytes } from './show-transaction.ts';
import { showLocked, showSigners, showStakers } from './show-validators.ts';
import { gasTermsOf, payloadOf } from './transaction-writer.ts';
import { showAccount } from './show-transaction.ts';
import type { TransactionRequest } from './api.ts';

const check = await loadSignatureCheck();
const address = (number: number): string => showAccount(walletOf(number).publicKey);
const key = (number: number): string => walletOf(number).publicKey;

const seals = doubleSealOf(walletOf(1), { chainId: drivenChainId, slot: 3, height: 1 });
const requests: readonly (readonly [TransactionRequest, object])[] = [
  [
    { kind: 'stake', amount: '7' },
    { kind: 'stake', amount: 7n },
  ],
  [
    { kind: 'unstake', amount: '7' },
    { kind: 'unstake', amount: 7n },
  ],
  [{ kind: 'evidence', first: showBytes(seals.first), second: showBytes(seals.second) }, seals],
  [
    { kind: 'signers', add: [address(2)] },
    { kind: 'signers', add: [key(2)], remove: [] },
  ],
  [
    { kind: 'signers', remove: [address(2)] },
    { kind: 'signers', add: [], remove: [key(2)] },
  ],
  [
    { kind: 'admin', next: address(3) },
    { kind: 'admin', next: key(3) },
  ],
];

describe('a wish', () => {
  test.each(requests)('%o becomes its payload', (request, payload) => {
    expect(payloadOf(request)).toEqual(payload);
  });

  test('costs by itself exactly what the rules ask', () => {
    for (const [request] of requests) {
      const isOfSigners = request.kind === 'signers' || request.kind === 'admin';
      const chain = driveBlocks(isOfSigners ? authoritySpec() : stakeSpec(), check);
      const payload = payloadOf(request);
      const { gasLimit } = gasTermsOf(chain.spec, request, payload);
      const fault = (limit: number): string => chain.judge(chain.write(walletOf(1), payload, { gasLimit: limit }));
      expect(fault(gasLimit), request.kind).not.toBe('gas-below-intrinsic');
      expect(fault(gasLimit - 1), request.kind).toBe('gas-below-intrinsic');
    }
  });

  test('names no contract', () => {
    const contract = 'tabc1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq';
    expect(() => payloadOf({ kind: 'admin', next: contract })).toThrow(/account/);
    expect(() => payloadOf({ kind: 'signers', add: [address(1), contract] })).toThrow(/account/);
  });
});

describe('what the state says', () => {
  test('of a staker who signed twice', () => {
    const chain = driveBlocks(stakeSpec(), check);
    expect(showLocked(chain.state, key(1))).toEqual({ stake: '1000', unbonding: [] });
    expect(showLocked(chain.state, key(5))).toEqual({ stake: '0', unbonding: [] });
    chain.add(chain.write(walletOf(4), seals));
    expect(showLocked(chain.state, key(1))).toEqual({
      stake: '0',
      unbonding: [{ amount: '900', atHeight: 23 }],
      jailedUntil: 23,
    });
  });

  test('of all who stake: what counts in this epoch, its share, and who is jailed', () => {
    const spec = stakeSpec();
    const { slotMs, epochSlots } = { slotMs: 1000, epochSlots: 6 };
    const forge = createForge(spec);
    const evidence = doubleSealOf(walletOf(1), { chainId: forge.chainId, slot: 0, height: 1 });
    const terms = { chainId: forge.chainId, nonce: 0, gasLimit: 200_000, gasPrice: 1n, validUntil: 9 };
    const report = signTransaction(walletOf(4), { sender: walletOf(4).publicKey, payload: evidence, ...terms });
    const { state, validators, height } = forge.build(forge.genesis, {
      wallet: walletOf(2),
      time: spec.genesisTime + slotMs,
      transactions: [report],
    });
    const inEpoch = (epoch: number, mode: 'full' | 'light' = 'full') =>
      showStakers({
        ...{ spec, validators, height, state: mode === 'full' ? state : undefined },
        now: spec.genesisTime + epoch * epochSlots * slotMs,
      });
    const third = { counts: '1000', share: 333_333_333 };
    const half = { stake: '1000', counts: '1000', share: 500_000_000 };
    const jailed = { address: address(1), stake: '0', jailedUntil: 23 };
    const others = [2, 3].map(address);

    const soon = inEpoch(0);
    expect(soon?.total).toBe('3000');
    expect(soon?.stakers.find((one) => one.address === address(1))).toEqual({ ...jailed, ...third });
    const later = inEpoch(7);
    expect(later).toMatchObject({ epoch: 7, total: '2000' });
    expect(later?.stakers.slice(0, 2).map((one) => one.address)).toEqual(expect.arrayContaining(others));
    expect(later?.stakers[0]).toMatchObject(half);
    expect(later?.stakers[2]).toEqual({ ...jailed, counts: '0', share: 0 });
    // A light node has the stakes from the headers, and no jails.
    const light = inEpoch(7, 'light');
    expect(light?.stakers).toEqual(later?.stakers.slice(0, 2));
    expect(inEpoch(0, 'light')?.stakers.find((one) => one.address === address(1))).not.toHaveProperty('jailedUntil');
    expect(showStakers({ spec: testSpec(), validators: undefined, state, height, now: 0 })).toBeUndefined();
  });

  test('of signers, with what waits, who is suspended and whose turn it is', () => {
    const spec = authoritySpec();
    const chain = driveBlocks(spec, check);
    chain.add(
      chain.write(walletOf(1), { kind: 'signers', add: [key(4)], remove: [] }),
      chain.write(walletOf(5), doubleSealOf(walletOf(3), { chainId: drivenChainId, slot: 3, height: 1, kind: 'poa' })),
    );
    chain.add(chain.write(walletOf(1), { kind: 'admin', next: key(2) }));
    const at = (height: number, slot: number) =>
      showSigners({ state: chain.state, spec, height, now: spec.genesisTime + slot * 1000 + 1 });
    expect(at(3, 7)).toEqual({
      admin: address(1),
      next: address(2),
      signers: [address(1), address(2)],
      pending: [{ atHeight: 4, add: [address(4)], remove: [] }],
      suspended: [{ address: address(3), height: 1 }],
      turn: address(2),
    });
    expect(at(4, 8)).toMatchObject({ signers: [1, 2, 4].map(address), pending: [], turn: address(4) });
    expect(at(4, -3)).not.toHaveProperty('turn');
    expect(showSigners({ state: chain.state, spec: testSpec(), height: 3, now: spec.genesisTime })).not.toHaveProperty(
      'turn',
    );
  });
});

test('a network of proof of work refuses all of it, with the reason', async () => {
  const spec = testSpec({ consensus: fixedWork(0), reorgLimit: 86_400 });
  const stage = createStage(spec.genesisTime + 3_600_000);
  const tab = stage.tab(0);
  await tab.provider.start({ spec: chainSpecJson(spec), relays: [] });
  const { address: own } = await tab.request('wallet_create', { passphrase: 'correct horse battery' });
  await tab.request('wallet_backup', { done: true });
  await tab.request('production_start', {});
  await until('a block of its own', async () => (await heightOf(tab)) > 0);
  await tab.request('production_stop', {});
  const refused = { code: -32000, data: { fault: 'kind-not-active' } };
  expect(await tab.refusal('stake_add', { amount: '1' })).toMatchObject(refused);
  expect(await tab.refusal('stake_remove', { amount: '1' })).toMatchObject(refused);
  expect(await tab.refusal('signers_set', { add: [address(2)] })).toMatchObject(refused);
  expect(await tab.refusal('tx_send', { kind: 'admin', next: address(2) })).toMatchObject(refused);
  expect(await tab.refusal('stakers_get', {})).toMatchObject({ code: 4090, data: { reason: 'no-stakes' } });
  expect(await tab.refusal('signers_get', {})).toMatchObject({ code: 4090, data: { reason: 'no-signers' } });
  expect(await tab.request('account_get', { address: own })).toMatchObject({ stake: '0', unbonding: [] });
  await tab.provider.stop();
});
