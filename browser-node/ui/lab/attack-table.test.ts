// The lab offers the attacks that there are, on the kinds of consensus that they are for, and has words in every language for
// each of them and for every rule that the core names.

import { expect, test } from 'vitest';
import { attackNames, runAttack } from '../../../shared/attacks/index.ts';
import { blockFaults } from '../../../shared/core/chain/index.ts';
import { loadSignatureCheck } from '../../../shared/testing/index.ts';
import { speak } from '../words/index.ts';
import { lab as de } from '../words/text/de/lab.ts';
import { lab as en } from '../words/text/en/lab.ts';
import { lab as es } from '../words/text/es/lab.ts';
import { attackTable } from './attack-table.ts';
import { ruleWords, tryWords } from './lab-text.ts';

test('the attacks of the lab are those of the command', () => {
  expect(Object.entries(attackTable)).toEqual(attackNames.map(({ name, kinds }) => [name, kinds]));
});

test.each([en, de, es])('$title has words for every attack and every rule of a block', ({ attacks, rules }) => {
  expect(Object.keys(attacks)).toEqual(attackNames.map(({ name }) => name));
  expect(blockFaults.filter((rule) => !Object.hasOwn(rules, rule))).toEqual([]);
});

test('of a rule inside a rule the inner one is told', () => {
  expect(ruleWords('block-transaction: nonce-too-low')).toBe(en.rules['nonce-too-low']);
  expect(ruleWords('of-tomorrow')).toBe('of-tomorrow');
});

/** Draws take time to make: by day one attack is played on them, whose words no other has. */
const isNight = process.env['TABCHAIN_NIGHTLY'] === '1';
const played = attackNames.flatMap(({ name, kinds }) =>
  kinds
    .filter((kind) => isNight || kind === (kinds.includes('poa') ? 'poa' : kinds[0]))
    .map((kind) => ({ name, kind })),
);

test('whatever a step tries is said in every language', async () => {
  const checkSignature = await loadSignatureCheck();
  const reports = await Promise.all(played.map(({ name, kind }) => runAttack(name, checkSignature, kind)));
  const tried = [...new Set(reports.flatMap((report) => report?.steps ?? []).map(({ what }) => what))];
  expect(tried.length).toBeGreaterThan(60);
  for (const language of ['de', 'es'] as const) {
    await speak(language);
    expect(tried.filter((what) => tryWords(what) === what)).toEqual([]);
  }
  await speak('en');
}, 120_000);
