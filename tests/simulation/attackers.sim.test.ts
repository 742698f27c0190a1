/** One attacker of each kind among eight honest nodes, one of which comes late: nobody honest is hurt. */
import { describe, expect, test } from 'vitest';
import type { Attack } from '../../shared/testing/simulation/index.ts';
import { expectToHold, run, seeds, smallNetwork } from './plans.ts';

const among = (attack: Attack) => ({ ...smallNetwork, attacks: [attack], faults: ['late and torn'] as const });
/** The attacker comes after the honest ones. */
const attackerId = 'n08';
const everybody = smallNetwork.honestNodes;
const firstSeeds = seeds.slice(0, 2);

describe.each(firstSeeds)('seed %i', (seed) => {
  test.each(['garbage', 'bad bodies', 'header flood'] as const)('%s: all drop the sender and go on', async (attack) => {
    const report = expectToHold(await run(seed, among(attack)));
    expect(report.penalisedBy.get(attackerId)?.size).toBe(everybody);
    expect(report.height).toBeGreaterThan(5);
  });

  test.each(['future blocks', 'weight liar', 'false promises'] as const)('%s: all go on', async (attack) => {
    const report = expectToHold(await run(seed, among(attack)));
    expect(report.height).toBeGreaterThan(5);
  });
});

test('all attackers at once among twelve honest nodes', async () => {
  const attacks: readonly Attack[] = [
    ...(['garbage', 'bad bodies', 'header flood'] as const),
    ...(['future blocks', 'weight liar', 'false promises'] as const),
  ];
  expectToHold(await run(1, { ...smallNetwork, honestNodes: 12, miners: 5, attacks }));
});
