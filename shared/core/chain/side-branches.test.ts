// Branches that have lost leave memory once the head is far above them; what may still matter stays.

import { describe, expect, test } from 'vitest';
import { createForge, driveByHand, loadSignatureCheck, testSpec } from '../../testing/index.ts';

const check = await loadSignatureCheck();
const forge = createForge(testSpec({ reorgLimit: 86_400 }));
const now = forge.spec.genesisTime + 100_000_000;

type Built = ReturnType<typeof forge.build>;

/** Blocks that stand on one another, each different from those of another branch. */
const branch = (from: Built, count: number, offset: number): readonly Built[] => {
  const blocks: Built[] = [];
  for (let i = 0; i < count; i++) {
    const parent = blocks.at(-1) ?? from;
    blocks.push(forge.build(parent, { time: parent.header.time + 1000 + offset }));
  }
  return blocks;
};

describe('branches beside the chain', () => {
  const trunk = branch(forge.genesis, 1500, 0);
  const at = (height: number): Built => {
    const block = trunk[height - 1];
    if (block === undefined) throw new Error(`no block ${height}`);
    return block;
  };
  const early = branch(at(20), 3, 1);
  const late = branch(at(1480), 3, 1);

  test('leave once the head is far above them; a late one stays, and one that left comes again', async () => {
    const hand = await driveByHand(forge, check);
    await hand.peerUp('p', now);
    const give = async (blocks: readonly Built[]): Promise<void> => {
      for (const { bytes } of blocks) await hand.tell('p', { type: 'block', block: bytes }, now);
    };
    const { tree } = hand.node.chain;
    await give(trunk.slice(0, 30));
    await give(early);
    expect(early.map(({ id }) => tree.get(id)?.status)).toEqual(['body', 'body', 'body']);
    await give(trunk.slice(30, 1490));
    await give(late);
    await give(trunk.slice(1490));
    expect(hand.node.chain.head().id).toBe(at(1500).id);
    expect(early.map(({ id }) => tree.get(id))).toEqual([undefined, undefined, undefined]);
    expect(late.map(({ id }) => tree.get(id)?.status)).toEqual(['body', 'body', 'body']);
    expect(tree.count()).toBe(1 + trunk.length + late.length);

    await give(early.slice(0, 1));
    expect(tree.get(early[0]?.id ?? '')?.status).toBe('body');
  });

  test('leave before their headers share pages with those of the chain', async () => {
    const hand = await driveByHand(forge, check);
    await hand.peerUp('p', now);
    for (const [index, { bytes }] of trunk.entries()) {
      await hand.tell('p', { type: 'block', block: bytes }, now);
      const below = trunk[index - 1] ?? forge.genesis;
      for (const offset of [1, 2]) {
        const side = forge.build(below, { time: below.header.time + 1000 + offset });
        await hand.tell('p', { type: 'block', block: side.bytes }, now);
      }
    }
    const { chain } = hand.node;
    const pages = trunk.flatMap((_, index) => {
      const header = chain.at(index + 1)?.header;
      return header !== undefined && 'used' in header ? [header] : [];
    });
    const held = [...new Set(pages)].reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(pages.length).toBeGreaterThan(trunk.length / 2);
    expect(held).toBeLessThan(1.3 * pages.reduce((sum, { length }) => sum + length, 0));
    expect(chain.tree.count()).toBeLessThan(1.5 * trunk.length);
  });
});
