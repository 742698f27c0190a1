// The example contracts (public/contracts), each told as what its people do with it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ContractMachine } from '../../shared/core/contracts/index.ts';
import { type ContractStage, contractStage } from '../../shared/testing/contracts/index.ts';
import { loadMachine } from './load-machine.ts';

let machine: ContractMachine;
beforeAll(async () => {
  machine = await loadMachine();
});

const codeOf = (name: string): string =>
  readFileSync(join(import.meta.dirname, `../../public/contracts/${name}.js`), 'utf8');
const stage = (): ContractStage => contractStage(machine);

const names = ['counter', 'token', 'escrow', 'vote', 'auction', 'names', 'dice', 'pulse'];
test.each(names)('%s is at most 80 lines', (name) => {
  expect(codeOf(name).split('\n').length).toBeLessThanOrEqual(81);
});

test('counter: it starts where it is told, counts on, and says so', () => {
  const counter = stage().deploy(codeOf('counter'), [5]);
  expect(counter.call('increment', [2]).value).toBe(7n);
  expect(counter.call('increment').events.map(({ name }) => name)).toEqual(['incremented']);
  expect(counter.call('value').value).toBe(8n);
});

describe('token', () => {
  test('units move between holders and none come to be', () => {
    const on = stage();
    const token = on.deploy(codeOf('token'), ['Shell', 'SHL', 100]);
    const [alice, bob] = [on.addressOf('alice'), on.addressOf('bob')];
    token.call('send', [bob, 30]);
    expect([token.call('balance', [alice]).value, token.call('balance', [bob]).value]).toEqual([70n, 30n]);
    expect(token.call('send', [alice, 31], { from: 'bob' }).reason).toMatch(/not enough units/);
    expect(token.call('send', [alice, -1], { from: 'bob' }).ok).toBe(false);
  });

  test('a spender takes what was approved and no more', () => {
    const on = stage();
    const token = on.deploy(codeOf('token'), ['Shell', 'SHL', '100']);
    const [alice, bob, carol] = ['alice', 'bob', 'carol'].map(on.addressOf);
    if (alice === undefined || bob === undefined || carol === undefined) throw new Error('nobody');
    token.call('approve', [bob, 40]);
    expect(token.call('sendFrom', [alice, carol, 25], { from: 'bob' }).ok).toBe(true);
    expect(token.call('sendFrom', [alice, carol, 25], { from: 'bob' }).reason).toMatch(/not approved/);
    expect(token.call('allowance', [alice, bob]).value).toBe(15n);
    expect(token.call('balance', [carol]).value).toBe(25n);
  });
});

describe('escrow', () => {
  const dealt = (on: ContractStage) =>
    on.deploy(codeOf('escrow'), [on.addressOf('bob'), on.addressOf('carol'), 1], { amount: 500n });

  test('a content buyer releases the coins to the seller, once', () => {
    const on = stage();
    const escrow = dealt(on);
    expect(escrow.call('release', [], { from: 'bob' }).reason).toMatch(/for the buyer/);
    const before = on.balanceOf('bob');
    expect(escrow.call('release').ok).toBe(true);
    expect([on.balanceOf('bob') - before, escrow.balance()]).toEqual([500n, 0n]);
    expect(escrow.call('release').reason).toMatch(/closed/);
  });

  test('the arbiter may give them back, and time does in the end', () => {
    const on = stage();
    expect(dealt(on).call('refund', [], { from: 'carol' }).ok).toBe(true);
    const late = dealt(on);
    expect(late.call('timeout').reason).toMatch(/not over/);
    on.wait(86_400_000);
    expect([late.call('timeout').ok, late.balance()]).toEqual([true, 0n]);
  });
});

test('vote: listed people have one voice each, may change it, and nobody after the end', () => {
  const on = stage();
  const voters = ['alice', 'bob'].map(on.addressOf);
  const vote = on.deploy(codeOf('vote'), ['Lunch?', ['soup', 'salad'], voters, 1]);
  expect(vote.call('cast', ['soup'], { from: 'carol' }).reason).toMatch(/not on the list/);
  vote.call('cast', ['soup']);
  vote.call('cast', ['salad']);
  expect(vote.call('result').value).toMatchObject({
    counts: [
      ['soup', 0],
      ['salad', 1],
    ],
    open: 1,
    over: false,
  });
  on.wait(3_600_001);
  expect(vote.call('cast', ['soup'], { from: 'bob' }).reason).toMatch(/over/);
});

test('auction: the highest bid wins, the others take theirs back, the seller is paid once', () => {
  const on = stage();
  const auction = on.deploy(codeOf('auction'), ['a vase', 10, 100]);
  expect(auction.call('bid', [], { from: 'bob', amount: 99n }).ok).toBe(false);
  auction.call('bid', [], { from: 'bob', amount: 100n });
  auction.call('bid', [], { from: 'carol', amount: 150n });
  expect(auction.call('takeBack', [], { from: 'carol' }).reason).toMatch(/nothing/);
  expect(auction.call('takeBack', [], { from: 'bob' }).value).toBe(100n);
  expect(auction.call('finish').reason).toMatch(/not over/);
  on.wait(600_001);
  const before = on.balanceOf('alice');
  const { ok, gasUsed } = auction.call('finish');
  expect([ok, on.balanceOf('alice') - before + BigInt(gasUsed), auction.balance()]).toEqual([true, 150n, 0n]);
  expect(auction.call('finish').ok).toBe(false);
});

test('names: first come, first served, until the year is over', () => {
  const on = stage();
  const registry = on.deploy(codeOf('names'), [10]);
  const paid = { amount: 10n };
  expect(registry.call('register', ['anna'], { from: 'bob' }).reason).toMatch(/price/);
  expect(registry.call('register', ['anna'], { from: 'bob', ...paid }).ok).toBe(true);
  expect(registry.call('lookup', ['anna']).value).toBe(on.addressOf('bob'));
  expect(registry.call('register', ['anna'], { from: 'carol', ...paid }).reason).toMatch(/taken/);
  expect(registry.call('register', ['A!'], { from: 'carol', ...paid }).reason).toMatch(/3 to 32/);
  on.wait(366 * 86_400_000);
  expect(registry.call('lookup', ['anna']).value).toBeNull();
  expect(registry.call('register', ['anna'], { from: 'carol', ...paid }).ok).toBe(true);
  expect(registry.call('withdraw', [20]).ok).toBe(true);
});

test('dice: a roll is in a later block than its bet, and the bank loses no more than it holds', () => {
  const on = stage();
  const dice = on.deploy(codeOf('dice'), [], { amount: 1000n });
  expect(dice.call('bet', [3], { from: 'bob', amount: 201n }).reason).toMatch(/too little/);
  const numbers = new Set<unknown>();
  for (let round = 0; round < 30; round++) {
    if (!dice.call('bet', [(round % 6) + 1], { from: 'bob', amount: 1n }).ok) throw new Error('no bet');
    numbers.add(dice.call('roll', [], { from: 'bob' }).value);
    expect(dice.call('bank').value).toBe(dice.balance());
  }
  expect(numbers.size).toBeGreaterThan(3);
});

test('pulse: the last ones are kept in their order, nonsense is refused', () => {
  const pulse = stage().deploy(codeOf('pulse'));
  for (const beats of [60, 70, 80]) pulse.call('record', [beats]);
  expect(pulse.call('record', [1000]).ok).toBe(false);
  expect((pulse.call('last', [2]).value as readonly { beats: number }[]).map(({ beats }) => beats)).toEqual([80, 70]);
  expect(pulse.call('average').value).toBe(70);
});
