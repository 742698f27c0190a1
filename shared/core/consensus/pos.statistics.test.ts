/** Who wins how often: 100,000 slots by night, with a random function in the place of the VRF and the engine's own rule. */
import { describe, expect, test } from 'vitest';
import { createHash } from 'node:crypto';
import { wins } from './pos.ts';

const slots = process.env['TABCHAIN_NIGHTLY'] === '1' ? 100_000 : 4_000;
const draw = (...parts: readonly (string | number)[]): Uint8Array =>
  createHash('sha512').update(parts.join('|')).digest();

interface Staker {
  readonly name: string;
  readonly stake: bigint;
}

const countOf = (stakers: readonly Staker[], seed: string): ReadonlyMap<string, number> => {
  const total = stakers.reduce((sum, { stake }) => sum + stake, 0n);
  const counts = new Map(stakers.map(({ name }) => [name, 0]));
  for (let slot = 0; slot < slots; slot++) {
    for (const { name, stake } of stakers) {
      if (wins(draw(seed, slot, name), stake, total)) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
};

const sigma = (share: number): number => Math.sqrt(slots * share * (1 - share));

describe(`in ${slots} slots`, () => {
  const stakers = [
    { name: 'half', stake: 5000n },
    { name: 'third', stake: 3000n },
    { name: 'sixth', stake: 1700n },
    { name: 'few', stake: 300n },
  ];

  test('each staker wins its share, within three standard deviations', () => {
    const counts = countOf(stakers, 'one');
    for (const { name, stake } of stakers) {
      const share = Number(stake) / 10_000;
      expect(Math.abs((counts.get(name) ?? 0) - share * slots)).toBeLessThanOrEqual(3 * sigma(share));
    }
  });

  test('a stake split in ten wins as often as whole', () => {
    const rest = stakers.slice(1);
    const parts = Array.from({ length: 10 }, (_, index) => ({ name: `half ${index}`, stake: 500n }));
    const counts = countOf([...parts, ...rest], 'two');
    const won = parts.reduce((sum, { name }) => sum + (counts.get(name) ?? 0), 0);
    expect(Math.abs(won - 0.5 * slots)).toBeLessThanOrEqual(3 * Math.sqrt(10 * slots * 0.05 * 0.95));
  });

  test('sealing again in a slot draws the same', () => {
    const total = 10_000n;
    const outcomes = Array.from({ length: 100 }, () => wins(draw('three', 7, 'half'), 5000n, total));
    expect(new Set(outcomes).size).toBe(1);
  });
});

/**
 * A fifth of the stake that, at the end of each counted part, leaves out or keeps its last winning blocks, whichever makes a
 * seed under which it wins more slots of the next epoch. It sees the others' outputs of that part, which favours it.
 */
const withhold = (epochs: number, epochSlots: number): { readonly won: number; readonly slots: number } => {
  const total = 1000n;
  const own = 200n;
  const counted = Math.floor((2 * epochSlots) / 3);
  const winsOf = (seed: string): readonly number[] =>
    Array.from({ length: epochSlots }, (_, slot) => slot).filter((slot) => wins(draw(seed, slot, 'liar'), own, total));
  const othersWin = (seed: string, slot: number): boolean => wins(draw(seed, slot, 'others'), total - own, total);
  let seed = 'begin';
  let won = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const mine = winsOf(seed);
    const inCount = mine.filter((slot) => slot < counted);
    // Its blocks after the last honest one of the counted part: of these it may leave out any.
    let lastHonest = -1;
    for (let slot = 0; slot < counted; slot++) if (othersWin(seed, slot)) lastHonest = slot;
    const free = inCount.filter((slot) => slot > lastHonest).slice(0, 6);
    let best = { gain: -1, seed: '', kept: 0 };
    for (let choice = 0; choice < 2 ** free.length; choice++) {
      const kept = free.filter((_, index) => (choice >> index) % 2 === 0);
      const next = draw('mix', seed, epoch, ...kept).toString();
      const gain = winsOf(next).length + kept.length - free.length;
      if (gain > best.gain) best = { gain, seed: next, kept: kept.length };
    }
    won += mine.length - (free.length - best.kept);
    ({ seed } = best);
  }
  return { won, slots: epochs * epochSlots };
};

test('a fifth that withholds at the ends of the counted parts gains at most 2 % of the slots', () => {
  const { won, slots: all } = withhold(Math.floor(slots / 120), 120);
  console.log(`withholding: ${((100 * won) / all).toFixed(2)} % of the slots with 20 % of the stake`);
  expect(won / all).toBeLessThanOrEqual(0.22 + 3 * Math.sqrt((0.2 * 0.8) / all));
});
