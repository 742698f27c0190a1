// The choice between tips: weight, then id; and the way from one block to another.

import { describe, expect, test } from 'vitest';
import { createForge, fixedWork, testSpec, walletOf } from '../../testing/index.ts';
import { type BlockNode, type BlockTree, createBlockTree, genesisBase, sealedOf } from './block-tree.ts';
import { isBetter, pathBetween } from './fork-choice.ts';

const forge = createForge(testSpec({ consensus: fixedWork(0) }));

const treeOf = () => {
  const tree = createBlockTree(forge.chainId, genesisBase(forge.genesisOf().block));
  const trunk = forge.extend(forge.genesis, 3);
  const left = forge.extend(trunk[2] ?? forge.genesis, 2, { producer: walletOf(1).publicKey });
  const right = forge.extend(trunk[2] ?? forge.genesis, 4, { producer: walletOf(2).publicKey });
  for (const { block } of [...trunk, ...left, ...right]) {
    const parent = tree.get(block.header.parent);
    if (parent !== undefined) tree.add(parent, block, { weight: 1n, validators: undefined });
  }
  return { tree, trunk, left, right };
};

const nodeOf = (tree: BlockTree, id: string | undefined): BlockNode => {
  const node = tree.get(id ?? '');
  if (node === undefined) throw new Error('no such block');
  return node;
};

describe('between two tips', () => {
  const { tree, left, right } = treeOf();

  test('the heavier is followed, whatever its height or id', () => {
    const [a, b] = [nodeOf(tree, left[1]?.id), nodeOf(tree, right[3]?.id)];
    expect([isBetter(b, a), isBetter(a, b)]).toEqual([true, false]);
    const light = { ...b, weight: a.weight - 1n, id: '0'.repeat(64) };
    expect([isBetter(light, a), isBetter(a, light)]).toEqual([false, true]);
  });

  test('of equal weights the lower id is followed, and nothing is better than itself', () => {
    const [a, b] = [nodeOf(tree, left[1]?.id), nodeOf(tree, right[1]?.id)];
    expect(isBetter(a, b)).toBe(a.id < b.id);
    expect(isBetter(a, b)).toBe(!isBetter(b, a));
    expect(isBetter(a, a)).toBe(false);
  });

  test('of equal weights the lower slot is followed before the lower id', () => {
    const node = nodeOf(tree, left[1]?.id);
    const at = (slot: number, id: string): BlockNode => {
      const consensus = { kind: 'poa', slot, validatorsHash: id, nextValidatorsHash: id } as const;
      const sealed = sealedOf(node);
      return { ...node, id, header: { ...sealed, id, header: { ...sealed.header, consensus } } };
    };
    expect(isBetter(at(4, 'ff'.repeat(32)), at(5, '00'.repeat(32)))).toBe(true);
    expect(isBetter(at(5, '00'.repeat(32)), at(5, 'ff'.repeat(32)))).toBe(true);
  });
});

describe('the way from block to block', () => {
  const { tree, trunk, left, right } = treeOf();
  const idsOf = (nodes: readonly BlockNode[]) => nodes.map(({ id }) => id);

  test('goes down to where they part and up again', () => {
    const path = pathBetween(nodeOf(tree, left[1]?.id), nodeOf(tree, right[3]?.id));
    expect(path.common.id).toBe(trunk[2]?.id);
    expect(idsOf(path.revert)).toEqual(left.map(({ id }) => id).toReversed());
    expect(idsOf(path.apply)).toEqual(right.map(({ id }) => id));
  });

  test('to a descendant undoes nothing, to an ancestor applies nothing, to itself neither', () => {
    const [low, high] = [nodeOf(tree, trunk[0]?.id), nodeOf(tree, right[3]?.id)];
    expect(pathBetween(low, high).revert).toEqual([]);
    expect(pathBetween(high, low).apply).toEqual([]);
    expect(pathBetween(high, high)).toMatchObject({ revert: [], apply: [] });
  });
});
