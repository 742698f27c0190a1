// Every attack ends as it must on every kind of consensus: refused with its own reason, or followed where no rule is broken,
// with one honest chain; and there is no rule of a block that no attack breaks.

import { describe, expect, test } from 'vitest';
import { blockFaults } from '../core/chain/index.ts';
import { loadSignatureCheck } from '../testing/index.ts';
import { attackNames, runAttack, type Outcome } from './index.ts';

/** Draws take time to make: by day those attacks are tried on proof of stake whose outcome stakes decide. */
const isNight = process.env['TABCHAIN_NIGHTLY'] === '1';
const ofStakes = new Set(['invalid-block', 'double-sign', 'forged-draw', 'grinding', 'over-balance', 'double-spend']);
/** Nothing of consensus is in them. */
const ofCrowds = new Set(['address-flood', 'eclipse']);

const plays = attackNames
  .flatMap(({ name, kinds }) => kinds.map((kind) => ({ name, kind })))
  .filter(({ name, kind }) => isNight || (kind === 'pos' ? ofStakes.has(name) : kind === 'pow' || !ofCrowds.has(name)));

/** Rules that no peer can break here, and why. */
const outOfReach: readonly string[] = [
  // a header inside a message is read with the message, and bytes that are none are `bytes-not-canonical`
  'header-form',
  // needs more than 20,000 headers with work behind them (tests/simulation has such floods)
  'header-tree-full',
];

const ruleOf = (outcome: Outcome): readonly string[] => {
  if (outcome.type === 'refused') return [outcome.fault.split(':')[0] ?? ''];
  return outcome.type === 'ignored' && outcome.rule !== undefined ? [outcome.rule] : [];
};

const broken = new Set<string>();

describe('attacks', () => {
  test.each(plays)('$name on $kind', async ({ name, kind }) => {
    const report = await runAttack(name, await loadSignatureCheck(), kind);
    const failed = report?.steps.filter(({ held }) => !held);
    expect(failed).toEqual([]);
    expect(report).toMatchObject({ attack: name, consensus: kind, held: true });
    expect(report?.steps.length).toBeGreaterThan(0);
    for (const { outcome } of report?.steps ?? []) for (const rule of ruleOf(outcome)) broken.add(rule);
  });

  test('there is no rule of a block that none of them breaks', () => {
    expect(blockFaults.filter((rule) => !broken.has(rule))).toEqual(outOfReach);
  });

  test('what is no attack, or none of this kind of consensus, has no report', async () => {
    expect(await runAttack('kindness', await loadSignatureCheck())).toBe(undefined);
    expect(await runAttack('wrong-signer', await loadSignatureCheck(), 'pow')).toBe(undefined);
  });
});
