/** One attacker of each kind among eight honest nodes with troubles of their own: nobody honest is hurt. */
import { describe, expect, test } from 'vitest';
import type { Attack } from '../../shared/testing/simulation/index.ts';
import { expectToHold, run, seedsOf, smallNetwork } from './plans.ts';

const troubles = ['late and torn', 'partition', 'crash'] as const;
const among = (attack: Attack) => ({ ...smallNetwork, attacks: [attack], faults: troubles });
/** The attacker comes after the honest ones. */
const attackerId = 'n08';
describe.each(seedsOf(2, 40))('seed %i', (seed) => {
  test.each(['garbage', 'bad bodies', 'header flood'] as const)('%s: the sender is dropped', async (attack) => {
    const report = expectToHold(await run(seed, among(attack)));
    // Who is on the other side of a partition when the sender is found out has no reason of its own.
    expect(report.penalisedBy.get(attackerId)?.size).toBeGreaterThan(smallNetwork.honestNodes / 2);
    expect(report.height).toBeGreaterThan(5);
  });

  test.each([
    ...(['future blocks', 'weight liar', 'false promises'] as const),
    ...(['withheld bodies', 'stale chain', 'censor', 'sync liar'] as const),
  ])('%s: all go on', async (attack) => {
    const report = expectToHold(await run(seed, among(attack)));
    expect(report.height).toBeGreaterThan(5);
  });
});

test('all attackers at once among twelve honest nodes', async () => {
  const attacks: readonly Attack[] = [
    ...(['garbage', 'bad bodies', 'header flood'] as const),
    ...(['future blocks', 'weight liar', 'false promises'] as const),
    ...(['withheld bodies', 'stale chain', 'censor', 'sync liar'] as const),
  ];
  const report = expectToHold(await run(1, { ...smallNetwork, honestNodes: 12, miners: 5, attacks }));
  expect(report.included).toBe(report.sent);
});
