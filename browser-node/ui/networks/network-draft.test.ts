// The form of a network: every preset is a spec that the node would take, the maker's own account stands where it belongs, and
// a fault is told at the field in which it was typed.

import { describe, expect, test } from 'vitest';
import { accountAddress, formatAddress, parseChainSpec } from '../../../shared/core/model/index.ts';
import { speak } from '../words/index.ts';
import { faultOfPath, type NetworkDraft, presetsNow, specOfDraft } from './network-draft.ts';

const own = formatAddress(accountAddress(`58${'66'.repeat(31)}`));
const drawn = { genesisTime: 1, salt: '00'.repeat(16) };
const presets = presetsNow();
const [classroom] = presets;

const draft = (changes: Partial<NetworkDraft>): NetworkDraft => {
  if (classroom === undefined) throw new Error('no preset');
  return { ...classroom.draft, ...changes };
};
const faultOf = (changes: Partial<NetworkDraft>) => {
  const read = specOfDraft(draft(changes), undefined);
  if (!read.ok) return read.fault;
  const parsed = parseChainSpec({ ...drawn, ...read.spec });
  return parsed.ok ? undefined : faultOfPath(parsed.error.path, parsed.error.expected);
};

describe('a preset', () => {
  test.each(presets.map((preset) => [preset.id, preset] as const))('%s is a network', (_, preset) => {
    const read = specOfDraft(preset.draft, own);
    if (!read.ok) throw new Error(read.fault.why);
    const parsed = parseChainSpec({ ...drawn, ...read.spec });
    expect(parsed).toMatchObject({
      ok: true,
      value: { name: preset.draft.name, consensus: { kind: preset.draft.kind } },
    });
    expect(JSON.stringify(read.spec)).toContain(own);
  });

  test('of work needs no account of its maker', () => {
    expect(faultOf({})).toBeUndefined();
  });
});

test('coins are read as a person writes them', () => {
  const read = specOfDraft(draft({ reward: '2.5', ownCoins: '0', allocations: `${own} 7.000001\n\n` }), own);
  expect(read).toMatchObject({
    spec: { reward: '2500000', allocations: [{ address: own, amount: '7000001' }] },
  });
});

test.each<[string, Partial<NetworkDraft>, string | undefined, RegExp]>([
  ['a symbol in small letters', { symbol: 'tab' }, 'symbol', /capital letters/],
  ['no name', { name: ' ' }, 'name', /a name of 1 to 40/],
  ['a block time that is too short', { seconds: '0.01' }, 'seconds', /a number of seconds from 0\.1 to 86400/],
  ['a block time that is no number', { seconds: 'soon' }, 'seconds', /a number of seconds/],
  ['too many zeros', { fixedZeros: true, zeros: '40' }, 'zeros', /from 0 to 15/],
  ['a reward with a comma', { reward: '1,5' }, 'reward', /after a point/],
  ['an allocation without coins', { allocations: own }, 'allocations', /an address and coins/],
  ['an allocation to nobody', { allocations: 'tab1x 5' }, 'allocations', /an account address/],
  ['no account to be the admin', { kind: 'poa' }, 'signers', /an account address/],
  ['a depth of nothing', { settleDepth: '0' }, 'settleDepth', /from 1 to/],
])('%s is told at its field', (_, changes, field, why) => {
  expect(faultOf(changes)).toMatchObject({ field, why: expect.stringMatching(why) as string });
});

test.each(['de', 'es'] as const)('what is allowed in a field is told in %s', async (language) => {
  const limits = [
    'a whole number from 1 to 2',
    'a number of seconds from 0.1 to 5',
    'at most 40 bytes',
    'each address once',
  ];
  await speak(language);
  const told = limits.map((expected) => faultOfPath('name', expected).why);
  const typed = [{ seconds: '0.01' }, { symbol: 'tab' }, { name: ' ' }, { allocations: own }, { reward: '1,5' }].map(
    (changes) => faultOf(changes)?.why ?? '',
  );
  await speak('en');
  expect([...told, ...typed].filter((why) => /\b(from|most|each|capital|write|must|name of)\b/i.test(why))).toEqual([]);
  expect(told[0]).toContain('1');
});

test('a network of stakes without a stake is told before it is made, by the form and by the node', () => {
  const dead = draft({ kind: 'pos', ownStake: '0', stakes: '' });
  expect(specOfDraft(dead, own)).toMatchObject({
    fault: { field: 'ownStake', why: expect.stringContaining('nobody could ever make a block') as string },
  });
  expect(specOfDraft({ ...dead, stakes: `${own} 5` }, own)).toMatchObject({ ok: true });
  expect(faultOf({ kind: 'pos', stakes: '' })).toMatchObject({
    field: 'stakes',
    why: expect.stringContaining('at least one') as string,
  });
});
