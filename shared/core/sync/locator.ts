// Finds where two chains part in one question: ids from the tip backwards, the first ten one by one, then twice as far
// each time, ending in the genesis block (the block locator of Bitcoin's getheaders).

import type { BlockNode, Chain } from '../chain/index.ts';
import type { Hex32 } from '../model/index.ts';

const denseSteps = 10;

export const locatorOf = (tip: BlockNode): readonly Hex32[] => {
  const ids: Hex32[] = [];
  let at = tip;
  for (let step = 1; at.parent !== undefined;) {
    ids.push(at.id);
    if (ids.length >= denseSteps) step *= 2;
    for (let i = 0; i < step && at.parent !== undefined; i++) at = at.parent;
  }
  return [...ids, at.id];
};

/** The headers that follow the first block of the locator that is on our chain; at most `count`. */
export const headersAfter = (chain: Chain, locator: readonly Hex32[], count: number): readonly BlockNode[] => {
  const known = locator.map((id) => chain.tree.get(id)).find((node) => node !== undefined && chain.isCanonical(node));
  const from = (known?.height ?? 0) + 1;
  const to = Math.min(chain.head().height, from + count - 1);
  const headers: BlockNode[] = [];
  for (let height = from; height <= to; height++) {
    const node = chain.at(height);
    if (node !== undefined) headers.push(node);
  }
  return headers;
};
