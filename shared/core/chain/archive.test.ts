// Old blocks leave the tree: what is left is bounded, packed, and answers as before.

import { beforeAll, describe, expect, test } from 'vitest';
import {
  type BlockForge,
  createForge,
  fixedWork,
  type ForgedBlock,
  longAfter,
  offerBlock,
  openTestChain,
  testSpec,
  walletOf,
} from '../../testing/index.ts';
import { toHex } from '../bytes/index.ts';
import { rangeRoot } from '../crypto/index.ts';
import { archiveStep, type BlockNode, type Chain, historyRootAfter, sealedOf } from './index.ts';

const forgeOf = (reorgLimit: number): BlockForge => createForge(testSpec({ consensus: fixedWork(0), reorgLimit }));

const nodeOf = (chain: Chain, { id }: ForgedBlock): BlockNode => {
  const node = chain.tree.get(id);
  if (node === undefined) throw new Error(`the tree does not have ${id}`);
  return node;
};

/** As a node does it after each commit, with the newest snapshot there can be. */
const offerAll = (chain: Chain, blocks: readonly ForgedBlock[]): void => {
  for (const { block } of blocks) {
    expect(offerBlock(chain, block).type).not.toBe('refused');
    chain.archive(chain.head());
  }
};

describe('a tree with a window of 1,000 blocks', () => {
  const forge = forgeOf(1000);
  const blocks = forge.extend(forge.genesis, 2000);
  const chain = openTestChain(forge, () => true);

  beforeAll(() => {
    offerAll(chain, blocks);
  }, 60_000);

  test('keeps no more than the window and two steps, and the ids of all', () => {
    expect(archiveStep(forge.spec)).toBe(256);
    expect(chain.tree.base().height).toBe(2 * 256);
    expect(chain.tree.count()).toBe(2000 - 2 * 256 + 1);
    for (const { id, height } of [forge.genesis, ...blocks]) {
      expect([chain.idAt(height), chain.heightOf(id)]).toEqual([id, height]);
      expect(chain.at(height)?.id).toBe(height < 512 ? undefined : id);
    }
    expect(chain.idAt(2001)).toBeUndefined();
  });

  test('gives back every header and every history as they were', () => {
    for (const block of blocks.slice(511)) {
      const node = nodeOf(chain, block);
      const { header, seal, sealDigest, id, bytes } = block.block;
      expect(sealedOf(node)).toEqual({ header, seal, sealDigest, id, bytes });
      expect(historyRootAfter(node)).toBe(toHex(rangeRoot(block.range)));
    }
  });

  test('takes a branch from far down that wins', { timeout: 60_000 }, () => {
    const root = blocks[1004];
    if (root === undefined) throw new Error('too few blocks');
    const branch = forge.extend(root, 1000, { producer: walletOf(1).publicKey });
    offerAll(chain, branch);
    expect(chain.head().id).toBe(branch.at(-1)?.id);
    expect(chain.state.root()).toBe(branch.at(-1)?.state.root());
    offerAll(chain, forge.extend(branch.at(-1) ?? root, 600));
    // The branch that was left has gone with the blocks below the base.
    expect(chain.tree.base().height).toBe(5 * 256);
    expect(chain.tree.get(blocks[1999]?.id ?? '')).toBeUndefined();
    expect(chain.tree.count()).toBe(2605 - 5 * 256 + 1);
    expect(chain.heightOf(blocks[1999]?.id ?? '')).toBeUndefined();
    expect(chain.heightOf(blocks[900]?.id ?? '')).toBe(901);
  });
});

describe('below the base', () => {
  const limit = 8;
  const forge = forgeOf(limit);
  const mine = forge.extend(forge.genesis, 40);
  const at = (height: number): ForgedBlock => mine[height - 1] ?? forge.genesis;

  const opened = (): Chain => {
    const chain = openTestChain(forge, () => true);
    offerAll(chain, mine);
    return chain;
  };

  test('nothing can be built: neither on a block that was archived nor on the base', () => {
    const chain = opened();
    const { height } = chain.tree.base();
    expect(height).toBe(28);
    for (const parent of [at(3), at(height - 1), at(height), at(height + 1)]) {
      const { block } = forge.build(parent, { producer: walletOf(1).publicKey });
      const fault = { type: 'header-below-reorg-limit', height: parent.height + 1, lowest: 40 - limit };
      expect(chain.acceptHeader(block, longAfter)).toEqual({ ok: false, error: fault });
    }
    expect(chain.acceptHeader(at(3).block, longAfter)).toMatchObject({ error: { type: 'header-below-reorg-limit' } });
  });

  test('a branch is forgotten, and whoever holds one of its blocks sees that it has gone', () => {
    const chain = openTestChain(forge, () => true);
    offerAll(chain, mine.slice(0, 20));
    const aside = forge.extend(at(18), 6, { producer: walletOf(1).publicKey }).slice(0, 2);
    offerAll(chain, aside);
    const [first, second] = aside.map((block) => nodeOf(chain, block));
    offerAll(chain, mine.slice(20));
    expect([first?.status, second?.status]).toEqual(['invalid', 'invalid']);
    expect([first?.parent, second?.parent, first?.lastChild]).toEqual([undefined, undefined, undefined]);
    expect(aside.map(({ id }) => chain.tree.get(id))).toEqual([undefined, undefined]);
  });

  test('nothing leaves while a start would have to begin there', () => {
    const chain = openTestChain(forge, () => true);
    for (const { block } of mine) offerBlock(chain, block);
    expect(chain.archive(nodeOf(chain, at(3)))).toBeUndefined();
    const { base, first, headers, beside } = chain.archive(nodeOf(chain, at(4))) ?? {};
    expect([base?.height, first, beside]).toEqual([4, 0, []]);
    expect(headers?.map(({ id }) => id)).toEqual([0, 1, 2, 3].map((height) => at(height).id));
    expect(chain.archive(nodeOf(chain, at(4)))).toBeUndefined();
  });

  test('a head that moves to a lower block leaves the base where it is', () => {
    const chain = opened();
    const base = chain.tree.base();
    expect(chain.archive(chain.head())).toBeUndefined();
    expect(chain.tree.base()).toBe(base);
    const branch = forge.extend(at(34), 7, { producer: walletOf(1).publicKey });
    offerAll(chain, branch);
    expect(chain.head().id).toBe(branch.at(-1)?.id);
  });
});

test('the step follows the reorg limit where that is low', () => {
  const steps = [1, 2, 3, 4, 8, 16, 20, 32, 100, 511, 512, 1000, 86_400].map((reorgLimit) =>
    archiveStep({ ...forgeOf(1000).spec, reorgLimit }),
  );
  expect(steps).toEqual([1, 1, 1, 2, 4, 8, 8, 16, 32, 128, 256, 256, 256]);
});
