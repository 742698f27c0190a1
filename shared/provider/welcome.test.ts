// The welcome through the API: a newcomer gets coins from who made the network, once, within limits that a stranger with many
// names cannot widen, over restarts of both; nobody else is asked for anything.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createStage, peerIdOf, type Stage, type StagedTab, until } from '../testing/index.ts';
import type { WelcomeAnswerLike } from './backend.ts';
import { readGift, writeGift } from './welcome-visit.ts';
import { readWelcome, writeWelcome } from './welcome-desk.ts';

const ten = '10000000';
const wish = {
  name: 'Class',
  consensus: { kind: 'pow', blockTimeMs: 1000, retarget: { kind: 'fixed', leadingHexZeros: 0 } },
};
const key = (n: number): string => n.toString(16).padStart(64, 'a');

let stage: Stage;
let teacher: StagedTab;
let address: string;
let link: string;

/** Another tab of the stage, in a profile of its own, whose host reaches the teacher's. */
const newcomerOf = (slot: number, elsewhere: Stage): StagedTab => {
  const { host } = elsewhere.optionsOf(slot);
  const peerId = peerIdOf(slot);
  return elsewhere.tab(slot, {
    host: {
      ...host,
      snapshot: () => {
        const before = host.snapshot();
        const teachers = {
          peerId: teacher.peerId,
          path: 'direct',
          kind: 'tab',
          rttMs: undefined,
          score: 0,
          since: 0,
        } as const;
        return before === undefined ? undefined : { ...before, peers: [teachers] };
      },
      askWelcome: async (peer, account) => ({
        ok: true,
        value:
          peer === teacher.peerId
            ? await teacher.provider.welcomeAsked({ peer: peerId, account, source: 'relay' })
            : undefined,
      }),
    },
  });
};

const startTeacher = async (): Promise<void> => {
  teacher = stage.tab(0);
  await teacher.provider.start();
};

beforeEach(async () => {
  stage = createStage(1_800_000_000_000);
  await startTeacher();
  ({ address } = await teacher.request('wallet_create', { passphrase: 'p' }));
  ({ link } = await teacher.request('network_create', {
    spec: { ...wish, allocations: [{ address, amount: '1000000000000' }] },
  }));
});

afterEach(() => teacher.provider.stop());

const ask = (peer: number, account = peer, source = 'relay'): Promise<WelcomeAnswerLike> =>
  teacher.provider.welcomeAsked({ peer: `peer ${peer}`, account: key(account), source });

test('a newcomer gets coins once, also over a reload of its page, and its wallet has them when it is backed up', async () => {
  await teacher.request('welcome_set', { amount: ten, newcomersMax: 3 });
  const elsewhere = createStage(stage.time.now());
  let newcomer = newcomerOf(1, elsewhere);
  await newcomer.provider.start();
  await newcomer.request('network_join', { link });
  newcomer.provider.hostChanged();
  await until('a gift', async () => (await newcomer.request('welcome_get', {})).gift !== undefined);
  const { gift } = await newcomer.request('welcome_get', {});
  expect(gift).toMatchObject({ amount: ten, from: teacher.peerId });
  expect(newcomer.heard).toContainEqual({ event: 'welcome', payload: gift });
  expect(await teacher.request('tx_get', { id: gift?.id ?? '0x' })).toMatchObject({
    transaction: { kind: 'transfer', amount: ten, sender: address },
  });
  await newcomer.provider.stop();
  newcomer = newcomerOf(1, elsewhere);
  await newcomer.provider.start();
  newcomer.provider.hostChanged();
  expect((await newcomer.request('welcome_get', {})).gift).toEqual(gift);
  expect((await teacher.request('welcome_get', {})).offer).toEqual({ amount: ten, newcomersMax: 3, given: 1 });
  await newcomer.provider.stop();
});

describe('whoever asks', () => {
  test('gets nothing unless this node’s person wanted it, and nothing any more when it was ended', async () => {
    expect(await ask(1)).toEqual({ paid: false, reason: 'off' });
    await teacher.request('welcome_set', { amount: ten });
    expect(await ask(1)).toMatchObject({ paid: true, amount: 10_000_000n });
    await teacher.request('welcome_set', { amount: '0' });
    expect(await ask(2)).toEqual({ paid: false, reason: 'off' });
    expect(await teacher.request('welcome_get', {})).toEqual({});
  });

  test('under the same id or with the same account again gets nothing, not even after a restart of the giver', async () => {
    await teacher.request('welcome_set', { amount: ten });
    expect(await ask(1)).toMatchObject({ paid: true });
    expect(await Promise.all([ask(1, 2), ask(2, 1), ask(1)])).toEqual(
      Array.from({ length: 3 }, () => ({ paid: false, reason: 'already' })),
    );
    await teacher.provider.stop();
    await startTeacher();
    await teacher.request('wallet_unlock', { passphrase: 'p' });
    expect(await ask(1, 3)).toEqual({ paid: false, reason: 'already' });
    expect(await ask(3)).toMatchObject({ paid: true });
  });

  test('under many ids gets no more than the whole gift', async () => {
    await teacher.request('welcome_set', { amount: ten, newcomersMax: 5 });
    const answers = [];
    for (let peer = 0; peer < 20; peer++) answers.push(await ask(peer));
    expect(answers.filter(({ paid }) => paid)).toHaveLength(5);
    expect(answers.at(-1)).toEqual({ paid: false, reason: 'given-out' });
    expect((await teacher.request('welcome_get', {})).offer).toMatchObject({ given: 5, pausedBy: 'given-out' });
  });

  test('faster than the limits is told to come later: 30 a minute, 40 an hour by one way', async () => {
    await teacher.request('welcome_set', { amount: ten, newcomersMax: 1000 });
    let peer = 0;
    const paidOf = async (times: number, source: string): Promise<number> => {
      let paid = 0;
      for (let i = 0; i < times; i++) if ((await ask(++peer, peer, source)).paid) paid++;
      return paid;
    };
    expect(await paidOf(35, 'one way')).toBe(30);
    stage.time.advance(60_000);
    expect(await paidOf(35, 'one way')).toBe(10);
    expect(await paidOf(5, 'another way')).toBe(5);
    stage.time.advance(3_600_000);
    expect(await paidOf(35, 'one way')).toBe(30);
  });

  test('while the wallet is locked is told to come later, and the giver sees why', async () => {
    await teacher.request('welcome_set', { amount: ten });
    await teacher.request('wallet_lock', {});
    expect(await ask(1)).toEqual({ paid: false, reason: 'later' });
    expect((await teacher.request('welcome_get', {})).offer).toMatchObject({ given: 0, pausedBy: 'wallet-locked' });
    await teacher.request('wallet_unlock', { passphrase: 'p' });
    expect(await ask(1)).toMatchObject({ paid: true });
    expect((await teacher.request('welcome_get', {})).offer).toEqual({ amount: ten, newcomersMax: 100, given: 1 });
  });

  test('of a giver without coins is told to come later', async () => {
    await teacher.request('network_create', { spec: wish });
    await teacher.request('welcome_set', { amount: ten });
    expect(await ask(1)).toEqual({ paid: false, reason: 'later' });
    expect((await teacher.request('welcome_get', {})).offer).toMatchObject({ pausedBy: 'no-coins' });
  });
});

test('who has no wallet cannot welcome anybody', async () => {
  const other = createStage(0).tab(0);
  await other.provider.start();
  expect(await other.refusal('welcome_set', { amount: ten })).toMatchObject({ code: 4900 });
  await other.request('network_create', { spec: { ...wish, genesisTime: 1 } });
  expect(await other.refusal('welcome_set', { amount: ten })).toMatchObject({ data: { reason: 'no-wallet' } });
  await other.provider.stop();
});

test('what is kept comes back as it was, and damage counts as nothing', () => {
  const record = { from: key(1), amount: 7n, newcomersMax: 3, given: [['peer', key(2)] as const] };
  expect(readWelcome(writeWelcome(record))).toEqual(record);
  const gift = { amount: '7', from: 'peer', id: `0x${key(3)}`, time: 5 } as const;
  expect(readGift(writeGift(gift))).toEqual(gift);
  for (const text of ['', '{}', '[]', '{"given":[],"from":"x","amount":"1","newcomersMax":1}', '{"amount":"-1"}']) {
    const bytes = new TextEncoder().encode(text);
    expect([readWelcome(bytes), readGift(bytes)]).toEqual([undefined, undefined]);
  }
});
