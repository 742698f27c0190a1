// Networks sealed by signature through the API, on real parts: wallets and the tab's own key sign in their slots, a locked
// wallet lets them pass, and no slot is signed twice.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { accountAddress, formatAddress } from '../core/model/index.ts';
import {
  createMemoryProfile,
  createStage,
  heightOf,
  type Stage,
  type StagedTab,
  testSpec,
  walletOf,
} from '../testing/index.ts';
import { createBlockSigner } from './block-signer.ts';

const passphrase = 'four plain words here';
const plain = testSpec();
const start = plain.genesisTime + 3_600_000;

let stage: Stage;
beforeEach(() => {
  stage = createStage(start);
});
afterEach(() => stage.close());

const reach = (tab: StagedTab, height: number): Promise<void> =>
  stage.inTime(`height ${height}`, async () => (await heightOf(tab)) >= height);

const walletTab = async (): Promise<{ readonly tab: StagedTab; readonly address: string }> => {
  const tab = await stage.open(0, plain);
  const { address } = await tab.request('wallet_create', { passphrase });
  return { tab, address };
};

const made = (tab: StagedTab, consensus: object) =>
  tab.request('network_create', { spec: { name: 'Signed', genesisTime: start, consensus } });

test.each(['poa', 'pos'] as const)(
  'a wallet seals blocks of a network of the kind %s, and pays on it',
  async (kind) => {
    const { tab, address } = await walletTab();
    const slotMs = 1000;
    const consensus =
      kind === 'poa'
        ? { kind, slotMs, admin: address, signers: [address] }
        : { kind, slotMs, epochSlots: 6, stakes: [{ address, amount: '5' }] };
    await made(tab, consensus);
    await tab.request('production_start', {});
    await reach(tab, 3);
    const to = formatAddress(accountAddress(walletOf(77).publicKey));
    const { id } = await tab.request('tx_send', { kind: 'transfer', to, amount: '1000' });
    await stage.inTime('it is included', async () => (await tab.request('tx_get', { id })).status === 'included');
    const status = await tab.request('production_status', {});
    expect(status.nextSlot).toBeGreaterThan(start);
    expect(status.produced).toBeGreaterThanOrEqual(3);
    const [block] = await tab.request('block_list', { count: 1 });
    expect(block).toMatchObject({ producer: address, consensus: { kind } });
    const { consensus: facts } = await tab.request('block_get', { height: 3 });
    if (facts.kind === 'poa') expect(facts.signers).toBe(1);
    if (facts.kind === 'pos') {
      // the only staker wins with all that can be drawn
      expect(facts.draw?.threshold).toBe(1_000_000_000);
      expect(facts.draw?.drawn).toBeLessThan(1_000_000_000);
    }
  },
);

test('a locked wallet lets its slots pass, and goes on when it is unlocked', async () => {
  const { tab, address } = await walletTab();
  await made(tab, { kind: 'poa', slotMs: 1000, admin: address });
  await tab.request('production_start', {});
  await reach(tab, 1);
  await tab.request('wallet_lock', {});
  await stage.inTime('a slot is told as lost', async () => {
    const log = await tab.request('log_list', { count: 50 });
    return log.some(({ what }) => what.includes('a slot passes'));
  });
  const height = await heightOf(tab);
  await tab.request('wallet_unlock', { passphrase });
  await reach(tab, height + 1);
});

test('one slot is signed once: not for another digest, not for an earlier slot, also by another tab of the profile', async () => {
  const profile = createMemoryProfile();
  const signature = new Uint8Array(64).fill(1);
  const miningKey = { sign: async () => signature, prove: async () => undefined };
  const wallet = { known: () => undefined, sign: async () => signature, prove: async () => [] };
  const open = () => createBlockSigner({ profile, wallet, miningKey });
  const task = (slot: number, fill: number) => ({
    ...{ chainId: '11'.repeat(32), producer: '22'.repeat(32), slot, sealDigest: new Uint8Array(32).fill(fill) },
    ...{ seenSlot: undefined, quietSlots: 10 },
  });
  const yes = { ok: true, signature };
  const signer = open();
  expect(await signer.sign(task(7, 1))).toEqual(yes);
  expect(await signer.sign(task(7, 1))).toEqual(yes);
  expect(await signer.sign(task(7, 2))).toEqual({ ok: false, reason: 'slot-used' });
  expect(await signer.sign(task(6, 3))).toEqual({ ok: false, reason: 'slot-used' });
  const beside = open();
  expect(await beside.sign(task(7, 2))).toEqual({ ok: false, reason: 'slot-used' });
  expect(await beside.sign(task(8, 2))).toEqual(yes);
  expect(await signer.sign(task(9, 4))).toEqual({ ok: false, reason: 'key-elsewhere' });
  expect(await beside.sign({ ...task(7, 4), chainId: '33'.repeat(32) })).toEqual(yes);
  // Blocks of this key that this profile has not signed: the same words are in use elsewhere.
  expect(await beside.sign({ ...task(20, 5), seenSlot: 15 })).toEqual({ ok: false, reason: 'key-seen-elsewhere' });
  expect(await beside.sign({ ...task(26, 5), seenSlot: 15 })).toEqual(yes);
});

test('a wish that no block would take is refused at once, also behind what waits', async () => {
  const { tab, address } = await walletTab();
  const other = formatAddress(accountAddress(walletOf(77).publicKey));
  const allocations = [{ address, amount: '1000000000' }];
  const spec = { name: 'Signed', genesisTime: start, allocations };
  await tab.request('network_create', { spec: { ...spec, consensus: { kind: 'poa', slotMs: 1000, admin: address } } });
  await tab.request('signers_set', { add: [other] });
  const known = { code: -32000, data: { fault: 'signer-known' } };
  expect(await tab.refusal('signers_set', { add: [other] })).toMatchObject(known);
  await tab.request('signers_set', { remove: [other] });
  await tab.request('signers_set', { add: [other] });
  await tab.request('production_start', {});
  await reach(tab, 2);
  expect(await tab.refusal('signers_set', { add: [other] })).toMatchObject(known);

  const stakes = [{ address, amount: '5' }];
  await tab.request('network_create', { spec: { ...spec, consensus: { kind: 'pos', slotMs: 1000, stakes } } });
  await tab.request('stake_add', { amount: '7' });
  await tab.request('stake_remove', { amount: '10' });
  const tooMuch = { data: { fault: 'amount-over-stake' } };
  expect(await tab.refusal('stake_remove', { amount: '10' })).toMatchObject(tooMuch);
});
