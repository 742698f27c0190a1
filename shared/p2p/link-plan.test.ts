// How many links, which go, and who is dialled next, on a clock and dice of the test's own.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chooseAnchors,
  chooseDial,
  firstLinkPlan,
  inboundMax,
  type LinkPlan,
  type LinkPlanInput,
  type LinkPlanState,
  outboundMax,
  type PlannedLink,
  planLinks,
} from './link-plan.ts';

const half = (): number => 0.5;

const link = (peer: string, changes: Partial<PlannedLink> = {}): PlannedLink => ({
  ...{ peer, isOutbound: true, isKept: false, sinceMs: 0, metAtMs: 0, theirLinks: 9, otherWays: 2 },
  ...changes,
});

const links = (count: number, changes: Partial<PlannedLink> = {}): readonly PlannedLink[] =>
  Array.from({ length: count }, (_, i) => link(`p${String(i).padStart(2, '0')}`, changes));

const plan = (input: Partial<LinkPlanInput>, state: LinkPlanState = firstLinkPlan(0, half)): LinkPlan =>
  planLinks(state, {
    ...{ self: 'm', nodesAlive: 40, links: [], dialling: 0, oldLinks: 2, hasOldChoice: false, nowMs: 0, random: half },
    ...input,
  });

describe('how many links', () => {
  test.each([
    [2, 1],
    [9, 8],
    [10, 8],
    [300, 8],
  ])('of %i nodes, links to %i', (nodesAlive, wanted) => {
    expect(plan({ nodesAlive, links: links(wanted - 1) }).dial).toBe('any');
    expect(plan({ nodesAlive, links: links(wanted - 1), dialling: 1 }).dial).toBe('none');
    expect(plan({ nodesAlive, links: links(wanted) }).dial).toBe('none');
  });

  test('those who dialled in are not enough: four are our own choice', () => {
    const inbound = links(12, { isOutbound: false });
    expect(plan({ links: inbound }).dial).toBe('own');
    expect(plan({ links: [...inbound, ...links(3)], dialling: 1 }).dial).toBe('none');
  });

  test('two go to peers from before this session, where there are any to dial', () => {
    const enough = { links: links(8), hasOldChoice: true };
    expect(plan({ ...enough, oldLinks: 1 }).dial).toBe('old');
    expect(plan({ ...enough, oldLinks: 2 }).dial).toBe('none');
    expect(plan({ ...enough, oldLinks: 0, hasOldChoice: false }).dial).toBe('none');
    expect(plan({ nodesAlive: 1, oldLinks: 0, hasOldChoice: true }).dial).toBe('old');
  });

  test('never more than ten of our own, nor more than thirty', () => {
    expect(plan({ nodesAlive: 9, links: links(outboundMax) }).dial).toBe('none');
    expect(plan({ links: links(outboundMax + inboundMax, { isOutbound: false }) }).dial).toBe('none');
  });
});

describe('an exchange', () => {
  const due = 120_000;
  const before = links(8);

  test('seeks one more every two minutes, then gives up an old one', () => {
    expect(plan({ links: before, nowMs: due - 1 }).dial).toBe('none');
    expect(plan({ links: before, nowMs: due })).toMatchObject({ dial: 'own', drop: undefined });
    expect(plan({ links: before, nowMs: due, dialling: 1 }).dial).toBe('none');
    const after = plan({ links: [...before, link('new', { sinceMs: due + 1 })], nowMs: due + 1 });
    expect(after.drop).toBe('p04');
    expect(after.state.exchangeAtMs).toBe(due + 1 + 120_000);
  });

  test('is given up until the next time when nobody new is found in half a minute', () => {
    const late = plan({ links: before, nowMs: due + 30_000 });
    expect(late).toMatchObject({ dial: 'none', drop: undefined });
    expect(late.state.exchangeAtMs).toBe(due + 30_000 + 120_000);
  });

  test.each([
    ['that somebody else dialled', { isOutbound: false }],
    ['that is kept', { isKept: true }],
    ['that is the only way to a peer', { otherWays: 0 }],
    ['to a peer with few links', { theirLinks: 4 }],
    ['to a peer of whose links nothing is known', { theirLinks: 255 }],
  ])('never costs a link %s', (_what, changes) => {
    const now = { links: [...links(8, changes), link('new', { sinceMs: due })], nowMs: due };
    expect(plan(now).drop).toBeUndefined();
  });

  test('happens in no full mesh', () => {
    const small = plan({ nodesAlive: 9, links: links(8), nowMs: 10 * due });
    expect(small).toMatchObject({ dial: 'none', drop: undefined });
  });
});

describe('too many links', () => {
  const crowd = (count: number, changes: Partial<PlannedLink> = {}): readonly PlannedLink[] =>
    links(count, { isOutbound: false, ...changes });
  const state = { exchangeAtMs: 1e12, trimAtMs: 0 };

  test('above twelve one goes every five seconds', () => {
    expect(plan({ links: crowd(12), nowMs: 60_000, self: 'a' }, state).drop).toBeUndefined();
    const first = plan({ links: crowd(13), nowMs: 60_000, self: 'a' }, state);
    expect(first.drop).toBeDefined();
    expect(plan({ links: crowd(13), nowMs: 64_999, self: 'a' }, first.state).drop).toBeUndefined();
    expect(plan({ links: crowd(13), nowMs: 65_000, self: 'a' }, first.state).drop).toBeDefined();
  });

  test('the lower id decides, so that both sides never give up the same moment; the higher only when it is worse off', () => {
    expect(plan({ links: crowd(16), nowMs: 60_000, self: 'z' }, state).drop).toBeUndefined();
    expect(plan({ links: crowd(17), nowMs: 60_000, self: 'z' }, state).drop).toBeDefined();
  });

  test('never one that is kept, young, the only way to its peer, or to a peer that has not too many itself', () => {
    const cases = [{ isKept: true }, { sinceMs: 30_001 }, { otherWays: 0 }, { theirLinks: 8 }, { theirLinks: 255 }];
    for (const one of cases) {
      expect(plan({ links: crowd(20, one), nowMs: 60_000, self: 'a' }, state).drop).toBeUndefined();
    }
  });
});

test('anchors are the two peers known longest of those that we dialled', () => {
  const all = [
    link('inbound', { isOutbound: false, metAtMs: 1 }),
    link('young', { metAtMs: 900 }),
    link('old', { metAtMs: 5 }),
    link('older', { metAtMs: 2 }),
  ];
  expect(chooseAnchors(all)).toEqual(['older', 'old']);
});

describe('whom to dial', () => {
  const choice = (peer: string, changes: Partial<Parameters<typeof chooseDial>[0][number]> = {}) => ({
    ...{ peer, isAnchor: false, metAtMs: undefined, introducers: ['R'], links: 3, fails: 0 },
    ...changes,
  });

  test('anchors first, unless they failed', () => {
    expect(chooseDial([choice('a'), choice('b', { isAnchor: true })], false, half)?.peer).toBe('b');
    expect(chooseDial([choice('a'), choice('b', { isAnchor: true, fails: 1 })], false, half)?.peer).toBe('a');
  });

  test('who tells of thirty is chosen from no more often than who tells of one', () => {
    const crowd = Array.from({ length: 30 }, (_, i) => choice(`crowd ${i}`, { introducers: ['loud'] }));
    const all = [...crowd, choice('quiet one', { introducers: ['quiet'] })];
    const dice = (i: number) => {
      const rolls = [i / 100, 0.5];
      return () => rolls.shift() ?? 0.5;
    };
    const chosen = Array.from({ length: 100 }, (_, i) => chooseDial(all, false, dice(i))?.peer);
    expect(chosen.filter((peer) => peer === 'quiet one').length).toBe(50);
  });

  test('where an old peer is wanted, the one known longest that did not fail', () => {
    const all = [
      choice('told'),
      choice('old', { metAtMs: 5, introducers: [] }),
      choice('older', { metAtMs: 2, introducers: [] }),
      choice('oldest', { metAtMs: 1, introducers: [], fails: 1 }),
    ];
    expect(chooseDial(all, true, half)?.peer).toBe('older');
    expect(chooseDial(all, false, half)?.peer).toBe('told');
  });

  test('fewer failures, then fewer links', () => {
    expect(chooseDial([choice('a', { fails: 1 }), choice('b', { links: 9 })], false, half)?.peer).toBe('b');
    expect(chooseDial([choice('a', { links: 20 }), choice('b', { links: 2 })], false, half)?.peer).toBe('b');
    const last = [choice('a', { fails: 3, introducers: ['x'] }), choice('b', { fails: 1, introducers: ['y'] })];
    expect(chooseDial(last, false, () => 0)?.peer).toBe('b');
  });

  test('one of the choices whenever there is one', () => {
    const any = fc.record({
      peer: fc.string(),
      isAnchor: fc.boolean(),
      metAtMs: fc.option(fc.nat(9), { nil: undefined }),
      introducers: fc.array(fc.constantFrom('R', 'a', 'b'), { maxLength: 3 }),
      links: fc.nat(255),
      fails: fc.nat(9),
    });
    fc.assert(
      fc.property(fc.array(any), fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })), (all, dice) => {
        const random = (): number => Number(dice.next().value);
        const chosen = chooseDial(all, all.length % 2 === 0, random);
        expect(chosen === undefined).toBe(all.length === 0);
        if (chosen !== undefined) expect(all).toContain(chosen);
      }),
    );
  });
});
