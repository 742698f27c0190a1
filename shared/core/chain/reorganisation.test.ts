// Moving from branch to branch: what is undone and applied, what has to be fetched, what is never followed.

import { describe, expect, test } from 'vitest';
import {
  type BlockForge,
  createForge,
  followingWork,
  type ForgedBlock,
  loadSignatureCheck,
  longAfter,
  offerBlock,
  openTestChain,
  testBlockTimeMs,
  testSpec,
  transferOf,
  walletOf,
} from '../../testing/index.ts';
import { type ChainSpec, type Transaction, zeroHex32 } from '../model/index.ts';
import { createState, type StateChange } from '../state/index.ts';
import type { Chain } from './index.ts';

const check = await loadSignatureCheck();

const [alice, bob] = [walletOf(1), walletOf(2)];

/** A trunk of two blocks and branches that pay differently, so that their states differ in every block. */
const branchesOf = (forge: BlockForge) => {
  const pay = (nonce: number, amount: bigint): Transaction =>
    transferOf(alice, walletOf(50 + Number(amount)).address, amount, { chainId: forge.chainId, nonce });
  const trunk = forge.extend(forge.genesis, 2);
  const [, root = forge.genesis] = trunk;
  const branch = (count: number, amount: bigint, from: ForgedBlock = root): readonly ForgedBlock[] => {
    const blocks: ForgedBlock[] = [];
    for (let nonce = 0; nonce < count; nonce++) {
      blocks.push(forge.build(blocks.at(-1) ?? from, { transactions: [pay(nonce, amount)] }));
    }
    return blocks;
  };
  return { trunk, root, branch };
};

const stage = (changes: Partial<ChainSpec> = {}) => {
  const forge = createForge(testSpec(changes));
  return { forge, ...branchesOf(forge) };
};

const offerAll = (chain: Chain, blocks: readonly ForgedBlock[]): void => {
  for (const { block } of blocks) expect(offerBlock(chain, block).type).not.toBe('refused');
};

/** Takes in headers and bodies without moving the head. */
const stockUp = (chain: Chain, blocks: readonly ForgedBlock[]): void => {
  for (const { block } of blocks) {
    const node = chain.acceptHeader(block, longAfter);
    if (!node.ok) throw new Error(node.error.type);
    expect(chain.acceptBody(node.value, block)).toEqual({ ok: true, value: undefined });
  }
};

const last = (blocks: readonly ForgedBlock[]): ForgedBlock => {
  const block = blocks.at(-1);
  if (block === undefined) throw new Error('no blocks');
  return block;
};

const stateIs = (chain: Chain, block: ForgedBlock): void => {
  expect(chain.head().id).toBe(block.id);
  expect(new Map(chain.state.entries())).toEqual(new Map(block.state.entries()));
  expect([chain.state.root(), chain.state.size()]).toEqual([block.state.root(), block.state.size()]);
  expect(createState(chain.state.entries()).root()).toBe(block.header.stateRoot);
};

const ids = (blocks: readonly ForgedBlock[]): readonly string[] => blocks.map(({ id }) => id);

describe('a heavier branch', () => {
  test('is followed, and back again: the state is each time that of the branch alone', () => {
    const { forge, trunk, branch } = stage();
    const [mine, theirs] = [branch(5, 1n), branch(4, 2n)];
    const chain = openTestChain(forge, check);
    offerAll(chain, trunk);
    const lengths: readonly (readonly [readonly ForgedBlock[], number])[] = [
      [mine, 1],
      [theirs, 2],
      [mine, 3],
      [theirs, 4],
      [mine, 5],
    ];
    for (const [blocks, count] of lengths) {
      offerAll(chain, blocks.slice(0, count));
      stateIs(chain, last(blocks.slice(0, count)));
    }
  });

  test('tells what was undone, downwards, and what was applied, upwards', () => {
    const { forge, trunk, branch } = stage();
    const [mine, theirs] = [branch(2, 1n), branch(3, 2n)];
    const chain = openTestChain(forge, check);
    offerAll(chain, [...trunk, ...mine]);
    stockUp(chain, theirs);
    const { change } = chain.advance();
    expect(change?.reverted.map(({ id }) => id)).toEqual(ids(mine).toReversed());
    expect(change?.applied.map(({ id }) => id)).toEqual(ids(theirs));
  });

  test('may be shorter: weight counts, not height', () => {
    const forge = createForge(testSpec({ consensus: followingWork }));
    const slow: ForgedBlock[] = [];
    for (let i = 0; i < 6; i++) {
      const on = slow.at(-1) ?? forge.genesis;
      slow.push(forge.build(on, { time: on.header.time + 20 * testBlockTimeMs }));
    }
    const fast: ForgedBlock[] = [];
    for (let i = 0; i < 5; i++) {
      const on = fast.at(-1) ?? forge.genesis;
      fast.push(forge.build(on, { time: on.header.time + 1 }));
    }
    const chain = openTestChain(forge, check);
    offerAll(chain, [...slow, ...fast]);
    stateIs(chain, last(fast));
    expect(chain.at(6)).toBeUndefined();
  });

  test('whose bodies come from the top down is followed when the lowest is there', () => {
    const { forge, trunk, branch } = stage();
    const blocks = branch(4, 1n);
    const chain = openTestChain(forge, check);
    offerAll(chain, trunk);
    for (const { block } of blocks) chain.acceptHeader(block, longAfter);
    for (const { block } of blocks.toReversed()) {
      const node = chain.tree.get(block.id);
      if (node !== undefined) chain.acceptBody(node, block);
      chain.advance();
    }
    stateIs(chain, last(blocks));
  });
});

describe('a branch with an invalid block in the middle', () => {
  const build = () => {
    const { forge, trunk, root, branch } = stage();
    const good = branch(2, 2n);
    const bad = forge.build(last(good), { lie: { stateRoot: zeroHex32 } });
    const rotten = [bad, ...forge.extend(bad, 3)];
    return { forge, trunk, root, branch, good, rotten };
  };

  test('leaves the head on the best valid block: its own lower part', () => {
    const { forge, trunk, branch, good, rotten } = build();
    const chain = openTestChain(forge, check);
    offerAll(chain, [...trunk, ...branch(1, 1n)]);
    stockUp(chain, [...good, ...rotten]);
    expect(chain.advance().condemned.map(({ id }) => id)).toEqual([rotten[0]?.id]);
    stateIs(chain, last(good));
  });

  test('leaves the head where it was when that is the best', () => {
    const { forge, trunk, branch, good, rotten } = build();
    const mine = branch(4, 1n);
    const chain = openTestChain(forge, check);
    offerAll(chain, [...trunk, ...mine]);
    stockUp(chain, [...good, ...rotten]);
    expect(chain.advance()).toMatchObject({ change: undefined, condemned: [{ id: rotten[0]?.id }] });
    stateIs(chain, last(mine));
  });

  test('leaves the head on a third branch when that is the best', () => {
    const { forge, trunk, root, branch, good, rotten } = build();
    const third = forge.extend(root, 4, { producer: bob.publicKey });
    const chain = openTestChain(forge, check);
    offerAll(chain, [...trunk, ...branch(1, 1n)]);
    stockUp(chain, [...good, ...rotten, ...third]);
    chain.advance();
    stateIs(chain, last(third));
  });

  test('its lower part, executed and left again, is still there when the branch is mended', () => {
    const { forge, trunk, branch, good, rotten } = build();
    const mine = branch(4, 1n);
    const chain = openTestChain(forge, check, () => false, 0);
    offerAll(chain, [...trunk, ...mine]);
    stockUp(chain, [...good, ...rotten]);
    chain.advance();
    const spilled = new Map(chain.trim().map((block) => [block.id, block]));
    expect([...spilled.keys()]).toEqual(expect.arrayContaining([...ids(good)]));
    stockUp(chain, forge.extend(last(good), 3, { producer: bob.publicKey }));
    expect(chain.advance().missing?.bodies).toEqual(expect.arrayContaining([...ids(good)]));
  });
});

/** What a store keeps of head changes and of what `trim` hands out. */
const keeperOf = (chain: Chain) => {
  const bodies = new Map<string, Parameters<Chain['supplyBody']>[1]>();
  const changes = new Map<string, readonly StateChange[]>();
  return {
    bodies,
    changes,
    step: () => {
      const advance = chain.advance();
      for (const applied of [...advance.tried, ...(advance.change?.blocks ?? [])]) {
        bodies.set(applied.node.id, applied.block);
        changes.set(applied.node.id, applied.changes);
      }
      for (const block of chain.trim()) bodies.set(block.id, block);
      return advance;
    },
    /** Hands back what is missed; what is not there is given up. */
    supply: ({ missing }: ReturnType<Chain['advance']>) => {
      for (const id of missing?.bodies ?? []) {
        const body = bodies.get(id);
        if (body === undefined || !chain.supplyBody(id, body)) chain.giveUp(id);
      }
      for (const id of missing?.changes ?? []) {
        const kept = changes.get(id);
        if (kept === undefined) chain.giveUp(id);
        else chain.supplyChanges(id, kept);
      }
    },
  };
};

/** Our branch of six, theirs of eight, and caches that hold nothing between two inputs. */
const deepStage = (changes: Partial<ChainSpec> = {}, theirCount = 8) => {
  const { forge, trunk, root, branch } = stage(changes);
  const [mine, theirs] = [branch(6, 1n), branch(theirCount, 2n)];
  const chain = openTestChain(forge, check, () => false, 0);
  const keeper = keeperOf(chain);
  for (const blocks of [trunk, mine, theirs]) {
    for (const block of blocks) {
      stockUp(chain, [block]);
      if (blocks !== theirs) keeper.step();
    }
  }
  for (const block of chain.trim()) keeper.bodies.set(block.id, block);
  return { forge, root, chain, keeper, mine, theirs };
};

describe('a reorganisation below the caches', () => {
  test('asks for everything when that is little, and goes on when it is supplied', () => {
    const { chain, keeper, mine, theirs } = deepStage();
    const before = chain.advance();
    expect(before.change).toBeUndefined();
    expect(new Set(before.missing?.changes)).toEqual(new Set(ids(mine)));
    expect(new Set(before.missing?.bodies)).toEqual(new Set([...ids(mine), ...ids(theirs)]));
    stateIs(chain, last(mine));
    keeper.supply(before);
    expect(keeper.step().missing).toBeUndefined();
    stateIs(chain, last(theirs));
  });

  test('goes on in portions where it is much, and moves the head once, at the end', () => {
    // Two blocks of this size are one load.
    const { chain, keeper, mine, theirs } = deepStage({ blockBytesMax: 8 * 1024 * 1024 });
    let portions = 0;
    const tried: string[] = [];
    for (let step = keeper.step(); step.change === undefined; step = keeper.step()) {
      const { bodies = [], changes = [] } = step.missing ?? {};
      expect(new Set([...bodies, ...changes]).size).toBeLessThanOrEqual(2);
      stateIs(chain, last(mine));
      tried.push(...step.tried.map(({ node }) => node.id));
      keeper.supply(step);
      if (++portions > 20) throw new Error('it does not come to an end');
    }
    expect(portions).toBe((mine.length + theirs.length) / 2);
    expect(tried).toEqual(ids(theirs.slice(0, 6)));
    stateIs(chain, last(theirs));
  });

  test('that fails in a later portion leaves the head where it was', () => {
    const { forge, chain, keeper, mine, root } = deepStage({ blockBytesMax: 8 * 1024 * 1024 }, 0);
    const good = forge.extend(root, 5, { producer: bob.publicKey });
    const bad = forge.build(last(good), { lie: { stateRoot: zeroHex32 } });
    for (const block of [...good, bad, ...forge.extend(bad, 2)]) {
      stockUp(chain, [block]);
      for (const spilled of chain.trim()) keeper.bodies.set(spilled.id, spilled);
    }
    const condemned: string[] = [];
    for (let steps = 0, step = keeper.step(); steps < 20 && step.missing !== undefined; steps++) {
      keeper.supply(step);
      step = keeper.step();
      condemned.push(...step.condemned.map(({ id }) => id));
    }
    expect(condemned).toEqual([bad.id]);
    stateIs(chain, last(mine));
    expect(chain.bestHeader().id).toBe(last(mine).id);
  });

  test('begins again when our own chain grows meanwhile', () => {
    const { forge, chain, keeper, mine, theirs } = deepStage({ blockBytesMax: 8 * 1024 * 1024 });
    keeper.supply(keeper.step());
    keeper.supply(keeper.step());
    const own = forge.extend(last(mine), 3, { producer: bob.publicKey });
    stockUp(chain, own);
    expect(keeper.step().change?.to.id).toBe(last(own).id);
    stateIs(chain, last(own));
    const more = forge.extend(last(theirs), 3, { producer: alice.publicKey });
    stockUp(chain, more);
    for (let steps = 0, step = keeper.step(); steps < 30 && step.missing !== undefined; steps++) {
      keeper.supply(step);
      step = keeper.step();
    }
    stateIs(chain, last(more));
  });

  test('gives back the transactions of the undone blocks that the new ones do not have', () => {
    const { keeper, mine, theirs } = deepStage({ blockBytesMax: 8 * 1024 * 1024 });
    let step = keeper.step();
    for (let steps = 0; steps < 30 && step.missing !== undefined; steps++) {
      keeper.supply(step);
      step = keeper.step();
    }
    const idsIn = (blocks: readonly ForgedBlock[]): readonly string[] =>
      blocks.flatMap(({ block }) => block.transactions.map(({ id }) => id));
    expect(step.change?.returned.map(({ id }) => id)).toEqual(idsIn(mine));
    expect(step.change?.included).toEqual(idsIn(theirs));
  });

  test('refuses a body that is not the one asked for', () => {
    const { chain, mine, theirs } = deepStage();
    chain.advance();
    const [first, second] = theirs;
    if (first === undefined || second === undefined) throw new Error('too few blocks');
    expect(chain.supplyBody(first.id, second.block)).toBe(false);
    expect(chain.supplyBody(first.id, { ...first.block, transactions: [] })).toBe(false);
    stateIs(chain, last(mine));
  });

  test('a lost body of theirs is asked of peers again, and our own chain goes on', () => {
    const { forge, chain, keeper, mine, theirs } = deepStage();
    const lost = theirs[3];
    if (lost === undefined) throw new Error('too few blocks');
    keeper.bodies.delete(lost.id);
    keeper.supply(chain.advance());
    expect(chain.lacking(10, 100).map(({ id }) => id)).toEqual([lost.id]);
    const own = forge.build(last(mine), { producer: bob.publicKey });
    stockUp(chain, [own]);
    keeper.step();
    expect(chain.head().id).toBe(own.id);
    stockUp(chain, [lost]);
    keeper.supply(chain.advance());
    keeper.step();
    stateIs(chain, last(theirs));
  });

  test('lost changes of ours keep us on our chain', () => {
    const { forge, chain, keeper, mine } = deepStage();
    keeper.changes.delete(mine[2]?.id ?? '');
    keeper.supply(chain.advance());
    expect(keeper.step()).toMatchObject({ change: undefined, missing: undefined });
    const own = forge.build(last(mine), { producer: bob.publicKey });
    stockUp(chain, [own]);
    keeper.step();
    expect(chain.head().id).toBe(own.id);
    expect(chain.bestHeader().id).toBe(own.id);
  });

  test('changes that do not lead back keep us on our chain, as it was', () => {
    const { chain, keeper, mine } = deepStage();
    const [damaged, other] = [mine[2]?.id ?? '', mine[3]?.id ?? ''];
    keeper.changes.set(damaged, keeper.changes.get(other) ?? []);
    keeper.supply(chain.advance());
    expect(keeper.step()).toMatchObject({ change: undefined, damaged: [damaged] });
    stateIs(chain, last(mine));
    expect(keeper.step()).toMatchObject({ damaged: [] });
  });
});

describe('a heavier branch below the reorg limit', () => {
  const limit = 4;
  const build = () => {
    const staged = stage({ reorgLimit: limit });
    return { ...staged, chain: openTestChain(staged.forge, check) };
  };

  test('at the limit is followed', () => {
    const { trunk, branch, chain } = build();
    const theirs = branch(limit + 1, 2n);
    offerAll(chain, [...trunk, ...branch(limit, 1n), ...theirs]);
    stateIs(chain, last(theirs));
  });

  test('one block further down is not, is told once, and our chain goes on', () => {
    const { forge, trunk, root, branch, chain } = build();
    const mine = branch(limit + 1, 1n);
    const theirs = branch(limit + 3, 2n);
    offerAll(chain, trunk);
    stockUp(chain, theirs.slice(0, 2));
    offerAll(chain, mine);
    stockUp(chain, theirs.slice(2));
    expect(chain.advance()).toMatchObject({
      change: undefined,
      missing: undefined,
      tooDeep: { common: { id: root.id } },
    });
    stateIs(chain, last(mine));
    const own = forge.build(last(mine), { producer: bob.publicKey });
    stockUp(chain, [...forge.extend(last(theirs), 2), own]);
    expect(chain.advance()).toMatchObject({ tooDeep: undefined, change: { to: { id: own.id } } });
    expect(chain.bestHeader().id).toBe(own.id);
    expect(chain.lacking(10, 100)).toEqual([]);
  });

  test('that nobody has bodies of is given up when our chain has left it behind', () => {
    const { forge, trunk, branch, chain } = build();
    const theirs = forge.extend(last(trunk), 20, { producer: bob.publicKey });
    offerAll(chain, trunk);
    for (const { block } of theirs) chain.acceptHeader(block, longAfter);
    expect(chain.bestHeader().id).toBe(last(theirs).id);
    stockUp(chain, branch(limit + 1, 1n));
    expect(chain.advance().tooDeep).toMatchObject({ tip: { id: last(theirs).id } });
    expect(chain.bestHeader().id).toBe(chain.head().id);
  });

  test('cannot grow from there at all: such headers are not taken in', () => {
    const { forge, trunk, branch, chain } = build();
    offerAll(chain, [...trunk, ...branch(limit + 1, 1n)]);
    const late = forge.build(last(trunk), { producer: bob.publicKey });
    expect(chain.acceptHeader(late.block, longAfter)).toMatchObject({ error: { type: 'header-below-reorg-limit' } });
    expect(chain.tree.get(late.id)).toBeUndefined();
  });

  test('cannot grow from a side branch that was left behind either', () => {
    const { forge, trunk, branch, chain } = build();
    const aside = branch(limit, 2n);
    offerAll(chain, [...trunk, ...aside, ...branch(2 * limit, 1n)]);
    const [, low] = aside;
    if (low === undefined) throw new Error('too few blocks');
    const late = forge.build(low, { producer: bob.publicKey });
    expect(chain.acceptHeader(late.block, longAfter)).toMatchObject({ error: { type: 'header-below-reorg-limit' } });
  });
});
