// The hash rate that a person reads: it follows the last seconds, survives a change of task and ends with the search.

import { expect, test } from 'vitest';
import { createHashMeter } from './hash-meter.ts';

test('tells the hashes per second of the last three seconds', () => {
  const meter = createHashMeter();
  meter.begin(0);
  expect(meter.rate(0)).toBe(0);
  for (let now = 250; now <= 10_000; now += 250) meter.add(now <= 5_000 ? 1_000 : 500, now);
  expect(meter.rate(10_000)).toBe(2_000);
});

test('is right before three seconds have gone by', () => {
  const meter = createHashMeter();
  meter.begin(50_000);
  meter.add(700, 50_500);
  meter.add(300, 50_510);
  expect(meter.rate(51_000)).toBe(1_000);
});

test('goes on over a new task, falls to nothing while idle, and begins afresh after that', () => {
  const meter = createHashMeter();
  meter.begin(0);
  for (let now = 500; now <= 4_000; now += 500) meter.add(500, now);
  meter.begin(4_100);
  expect(meter.rate(4_100)).toBeGreaterThan(800);
  expect(meter.rate(7_100)).toBe(0);
  meter.begin(60_000);
  meter.add(500, 60_500);
  expect(meter.rate(60_500)).toBe(1_000);
});

test('counts nothing once it has ended', () => {
  const meter = createHashMeter();
  meter.begin(0);
  meter.add(500, 500);
  meter.end();
  meter.add(500, 600);
  expect(meter.rate(600)).toBe(0);
});
