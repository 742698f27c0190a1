/**
 * The line through measurements, on samples whose slope is known: exact where it is exact, not turned by even noise, and
 * common to stretches of different levels.
 */
import { expect, test } from '@playwright/test';
import { growthAnHour, type Point } from './growth.ts';

const series = (stretch: number, level: number, slope: number, hours: readonly number[]): readonly Point[] =>
  hours.map((at) => ({ hours: at, value: level + slope * at, stretch }));

test('a straight line has its own slope, and noise that is even does not turn it', () => {
  const straight = series(0, 40, 3, [0, 0.5, 1, 1.5]);
  expect(growthAnHour(straight)).toBeCloseTo(3, 10);
  const noisy = straight.map((point, index) => ({ ...point, value: point.value + ([1, -1, -1, 1][index] ?? 0) }));
  expect(growthAnHour(noisy)).toBeCloseTo(3, 10);
});

test('a reload lowers the level and leaves the slope', () => {
  const points = [...series(0, 40, 2, [0, 0.5, 1]), ...series(1, 20, 2, [1.1, 1.6, 2])];
  expect(growthAnHour(points)).toBeCloseTo(2, 10);
});

test('too little to draw a line through is no growth', () => {
  expect(growthAnHour([])).toBe(0);
  expect(growthAnHour([...series(0, 1, 9, [1]), ...series(1, 5, 9, [2])])).toBe(0);
});
