// How long a block takes to reach the network: from the first honest node whose head it becomes to the node with which
// 95 % of them have executed it. Owns what is known of the blocks of the last minute; older ones are judged and dropped.

import type { Hex32 } from '../../core/model/index.ts';

/** Of a block what is told here. */
export interface SpreadBlock {
  readonly size: number;
  readonly header: { readonly height: number };
}

export interface Spread {
  /** of the whole encoded block */
  readonly bytes: number;
  readonly height: number;
  /** from the first node to 95 % of them (ms) */
  readonly tookMs: number;
}

export interface Propagation {
  /** Another node has executed these blocks now, and has their bodies at hand. */
  readonly onApplied: (bodyOf: BodySource, blocks: readonly Hex32[]) => void;
  /** of all blocks that have reached so many, in the order in which they did */
  readonly spreads: () => readonly Spread[];
}

type BodySource = (id: Hex32) => SpreadBlock | undefined;

interface Travelling {
  readonly since: number;
  readonly bytes: number;
  readonly height: number;
  nodes: number;
}

const sharePercent = 95;
/** What has not got there by then was left behind by another block. */
const keptMs = 60_000;

export const createPropagation = (now: () => number, honestNodes: number): Propagation => {
  const enough = Math.ceil((honestNodes * sharePercent) / 100);
  const travelling = new Map<Hex32, Travelling>(); // oldest first
  const spreads: Spread[] = [];
  const forget = (): void => {
    for (const [id, { since }] of travelling) {
      if (since + keptMs > now()) return;
      travelling.delete(id);
    }
  };
  const begin = (bodyOf: BodySource, id: Hex32): Travelling | undefined => {
    const block = bodyOf(id);
    if (block === undefined) return undefined;
    forget();
    const fresh = { since: now(), bytes: block.size, height: block.header.height, nodes: 0 };
    travelling.set(id, fresh);
    return fresh;
  };
  return {
    onApplied: (bodyOf, blocks) => {
      for (const id of blocks) {
        const block = travelling.get(id) ?? begin(bodyOf, id);
        if (block === undefined) continue;
        block.nodes++;
        if (block.nodes !== enough) continue;
        spreads.push({ bytes: block.bytes, height: block.height, tookMs: now() - block.since });
      }
    },
    spreads: () => spreads,
  };
};
