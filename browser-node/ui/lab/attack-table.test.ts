// The lab offers the attacks that there are, on the kinds of consensus that they are for, and has words in every language for
// each of them and for every rule that the core names.

import { expect, test } from 'vitest';
import { attackNames } from '../../../shared/attacks/index.ts';
import { blockFaults } from '../../../shared/core/chain/index.ts';
import { lab as de } from '../words/text/de/lab.ts';
import { lab as en } from '../words/text/en/lab.ts';
import { lab as es } from '../words/text/es/lab.ts';
import { attackTable } from './attack-table.ts';
import { ruleWords } from './lab-text.ts';

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
