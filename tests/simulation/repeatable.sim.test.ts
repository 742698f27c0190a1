/** The simulator itself: a seed is a whole run, and the checkers do notice when a rule is broken. */
import { expect, test } from 'vitest';
import { expectToHold, run, smallNetwork } from './plans.ts';

test('the same seed gives the same events to the last, another seed others', async () => {
  const first = expectToHold(await run(7, smallNetwork));
  const again = expectToHold(await run(7, smallNetwork));
  const other = expectToHold(await run(8, smallNetwork));
  expect(again).toEqual(first);
  expect(other.digest).not.toBe(first.digest);
});

test('settling too early is noticed, with the seed and what happened before', async () => {
  // Blocks that count as settled when one other stands on them: with miners on both sides a partition must break that.
  const hasty = { ...smallNetwork, miners: 8, settleDepth: 1, partitionMs: 90_000, faults: ['partition'] as const };
  const outcome = await run(1, hasty);
  if (!('violations' in outcome)) throw new Error('nobody noticed');
  expect(outcome.seed).toBe(1);
  expect(outcome.violations.join()).toMatch(/settled/);
  expect(outcome.lastEvents.length).toBeGreaterThan(100);
});

test('a network that never comes together again is noticed', async () => {
  const forever = { ...smallNetwork, partitionMs: 10 * smallNetwork.turbulentMs, faults: ['partition'] as const };
  const outcome = await run(1, { ...forever, settleDepth: 1_000 });
  if (!('violations' in outcome)) throw new Error('nobody noticed');
  expect(outcome.violations.join()).toMatch(/no common head/);
});
