/** Time, chance and the log of a simulation: what happens, happens in one order. */
import { describe, expect, test } from 'vitest';
import { createEventLog } from './event-log.ts';
import { seededRandom } from './seeded-random.ts';
import { createVirtualTime } from './virtual-time.ts';

describe('virtual time', () => {
  test('events happen by time, then in the order of asking; time jumps to them', () => {
    const time = createVirtualTime(1_000);
    const happened: string[] = [];
    const random = seededRandom(3);
    const due = Array.from({ length: 500 }, (_, i) => ({ at: 1_000 + random.below(50), i }));
    for (const { at, i } of due) time.at(at, () => happened.push(`${time.now()} ${i}`));
    while (time.step(2_000));
    const wanted = [...due].sort((a, b) => a.at - b.at || a.i - b.i).map(({ at, i }) => `${at} ${i}`);
    expect(happened).toEqual(wanted);
    expect(time.now()).toBe(2_000);
  });

  test('what is cancelled does not happen, what is late happens next, what is later waits', () => {
    const time = createVirtualTime(1_000);
    const happened: string[] = [];
    time.at(1_001, () => happened.push('cancelled'))();
    time.at(5, () => happened.push(`late at ${time.now()}`));
    time.after(10, () => happened.push('later'));
    expect(time.step(1_009)).toBe(true);
    expect(time.step(1_009)).toBe(false);
    expect(happened).toEqual(['late at 1000']);
    expect(time.step(1_010)).toBe(true);
    expect(happened).toEqual(['late at 1000', 'later']);
  });
});

describe('chance', () => {
  const draws = (seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 8 }, () => random.below(1_000_000));
  };

  test('a seed gives the same numbers on every machine', () => {
    expect(draws(1)).toMatchInlineSnapshot(`
      [
        563671,
        585111,
        895907,
        946399,
        272342,
        306857,
        594010,
        452591,
      ]
    `);
    expect(draws(2)).not.toEqual(draws(1));
  });

  test('numbers are spread evenly, times of waiting exponentially', () => {
    const random = seededRandom(5);
    const waits = Array.from({ length: 20_000 }, () => random.exponential(1_000));
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    expect(mean).toBeGreaterThan(970);
    expect(mean).toBeLessThan(1_030);
    const beyondMean = waits.filter((wait) => wait > 1_000).length / waits.length;
    expect(beyondMean).toBeGreaterThan(0.35); // 1/e = 0.368
    expect(beyondMean).toBeLessThan(0.385);
    const below = Array.from({ length: 10_000 }, () => random.below(4));
    for (let value = 0; value < 4; value++) {
      expect(below.filter((drawn) => drawn === value).length).toBeGreaterThan(2_300);
    }
  });

  test('a shuffled list has all of its members', () => {
    const list = Array.from({ length: 30 }, (_, i) => i);
    const shuffled = seededRandom(9).shuffle(list);
    expect(shuffled).not.toEqual(list);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(list);
  });
});

test('one line more, another line or another order gives another digest', () => {
  const digest = (...lines: readonly string[]): string => {
    const log = createEventLog(() => 0);
    for (const line of lines) log.note(line);
    return log.digest();
  };
  const digests = [digest(), digest('a'), digest('a', 'b'), digest('b', 'a'), digest('ab'), digest('a', 'b', 'c')];
  expect(new Set(digests).size).toBe(digests.length);
  expect(digest('a', 'b')).toBe(digests[2]);
});
