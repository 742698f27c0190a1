/** Sixty nodes by day, three hundred for an hour by night: what a large block takes to reach them, in virtual time. */
import { expect, test } from 'vitest';
import { expectToHold, isNight, largeNetwork, run, seedsOf } from './plans.ts';

const largeBytes = 200_000;
const spreadMsMax = 2_000;
const wallSecondsMax = 600;
const memoryMbMax = 3_072;

test.each(seedsOf(1, 1))('seed %i: a block of 200 kB is at 19 of 20 nodes within two seconds', async (seed) => {
  const began = performance.now();
  const report = expectToHold(await run(seed, largeNetwork));
  const wallSeconds = Math.round((performance.now() - began) / 1000);
  const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
  const large = report.spreads.filter(({ bytes }) => bytes >= largeBytes).map(({ tookMs }) => tookMs);
  const { honestNodes, turbulentMs } = largeNetwork;
  console.log(
    `large network, seed ${seed}: ${honestNodes} nodes x ${turbulentMs / 60_000} min in ${wallSeconds} s and ` +
      `${memoryMb} MB, ${report.height} blocks; ${large.length} of 200 kB at 95 % of the nodes in ` +
      `${Math.max(...large)} ms at most (<= ${spreadMsMax})`,
  );
  expect(large.length).toBeGreaterThanOrEqual(isNight ? 5 : 2);
  expect(Math.max(...large)).toBeLessThanOrEqual(spreadMsMax);
  expect(report.included).toBe(report.sent);
  if (!isNight) return;
  expect(wallSeconds).toBeLessThanOrEqual(wallSecondsMax);
  expect(memoryMb).toBeLessThanOrEqual(memoryMbMax);
});
