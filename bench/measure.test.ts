// The measurement itself: turns are taken, the median decides, and a contender twice as slow comes out at half the rate.

import { afterEach, expect, test, vi } from 'vitest';
import { figure, measureInterleaved, median, withParts } from './measure.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** A clock that only what is measured moves: a real one would measure the machine. */
const clockByHand = (): ((ms: number) => void) => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  return (ms) => {
    now += ms;
  };
};

test('the median is the middle, between the two in the middle for an even number', () => {
  expect(median([5, 1, 9])).toBe(5);
  expect(median([4, 1, 3, 100])).toBe(3.5);
  expect(() => median([])).toThrow(RangeError);
});

test('contenders take turns, and the rate is what was done in the time it took', async () => {
  const turns: string[] = [];
  const passMs = clockByHand();
  const busyFor = (name: string, msPerUnit: number) => ({
    name,
    work: (count: number): number => {
      turns.push(name);
      passMs(count * msPerUnit);
      return count;
    },
  });
  const [fast = 0, slow = 0] = await measureInterleaved([busyFor('fast', 0.5), busyFor('slow', 1)], {
    rounds: 5,
    roundMs: 8,
  });
  expect(turns.slice(-10)).toEqual(Array.from({ length: 5 }, () => ['fast', 'slow']).flat());
  expect(fast).toBeCloseTo(2000);
  expect(slow).toBeCloseTo(1000);
});

test('what makes ready for a turn comes before it and does not count', async () => {
  const steps: string[] = [];
  const passMs = clockByHand();
  const [rate = 0] = await measureInterleaved(
    [
      {
        name: 'prepared',
        prepare: () => {
          steps.push('prepare');
          passMs(20);
        },
        work: () => {
          steps.push('work');
          passMs(5);
          return 1;
        },
      },
    ],
    { rounds: 3, roundMs: 1 },
  );
  expect(steps.slice(-6)).toEqual(['prepare', 'work', 'prepare', 'work', 'prepare', 'work']);
  expect(rate).toBeCloseTo(200); // it would be 40 if making ready counted
});

test('a figure tells value, baseline and ratio in four digits', () => {
  expect(figure('pow', 'chromium', 'hash/s', 12_345_678, 1_000_000)).toEqual({
    name: 'pow',
    host: 'chromium',
    value: 12_350_000,
    unit: 'hash/s',
    baseline: 1_000_000,
    ratio: 12.35,
  });
});

test('its parts are as readable', () => {
  const measured = withParts(figure('start', 'chromium', 'ms', 10, 5), { headers: 3.14159, rest: 2 });
  expect(measured).toEqual({ ...figure('start', 'chromium', 'ms', 10, 5), parts: { headers: 3.142, rest: 2 } });
});
