// Finds where two chains part in one question: ids from the tip backwards, the first ten one by one, then twice as far
// each time, ending in the genesis block (the block locator of Bitcoin's getheaders). Below the base of the tree the ids
// of our chain go on; the base is always named, so that whoever has it answers with nothing that we have archived.

import type { BlockNode, Chain } from '../chain/index.ts';
import type { Hex32 } from '../model/index.ts';

const denseSteps = 10;

export const locatorOf = (chain: Chain, tip: BlockNode): readonly Hex32[] => {
  const ids: Hex32[] = [tip.id];
  let at = tip;
  let step = 1;
  const lengthen = (): void => {
    if (ids.length >= denseSteps) step *= 2;
  };
  while (at.parent !== undefined) {
    lengthen();
    for (let i = 0; i < step && at.parent !== undefined; i++) at = at.parent;
    ids.push(at.id);
  }
  for (let { height } = at; height > 0;) {
    lengthen();
    height = Math.max(0, height - step);
    const id = chain.idAt(height);
    if (id !== undefined) ids.push(id);
  }
  return ids;
};

/** Heights of our chain, both included; none where `from` is above `to`. */
export interface HeightSpan {
  readonly from: number;
  readonly to: number;
}

/** Where the headers stand that follow the first block of the locator that is on our chain; at most `count`. */
export const headersAfter = (chain: Chain, locator: readonly Hex32[], count: number): HeightSpan => {
  let from = 1;
  for (const id of locator) {
    const height = chain.heightOf(id);
    if (height === undefined) continue;
    from = height + 1;
    break;
  }
  return { from, to: Math.min(chain.head().height, from + count - 1) };
};
