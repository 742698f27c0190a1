// The block tree near the head as lanes: the chain in lane 0, each branch that was left in the first lane that is free at
// its heights, highest block first. Pure; bounded by what chain_forks answers.

import type { TreeBlock } from '../../../shared/provider/index.ts';

export interface LaneBlock {
  readonly block: TreeBlock;
  readonly lane: number;
  /** lane of the block that it stands on, where that is in the picture */
  readonly parentLane: number | undefined;
}

export interface ForkRow {
  readonly height: number;
  readonly blocks: readonly LaneBlock[];
}

export interface ForkPicture {
  /** newest first */
  readonly rows: readonly ForkRow[];
  readonly lanes: number;
  readonly left: readonly TreeBlock[];
}

/** A branch takes the first lane whose last branch ends below where it begins. */
export const forkLanes = (blocks: readonly TreeBlock[]): ForkPicture => {
  const laneOf = new Map<string, number>();
  /** the chain takes the first */
  const takenTo: number[] = [Infinity];
  const continued = new Set<string>();
  const upwards = blocks.toSorted((a, b) => a.height - b.height);
  for (const block of upwards) {
    if (block.onChain) {
      laneOf.set(block.id, 0);
      continue;
    }
    const below = laneOf.get(block.parent);
    // the first child goes on in its parent's lane, another opens one of its own
    const goesOn = below !== undefined && below > 0 && !continued.has(block.parent);
    let lane = goesOn ? below : takenTo.findIndex((height) => height < block.height - 1);
    if (lane < 1) lane = takenTo.length;
    if (goesOn) continued.add(block.parent);
    laneOf.set(block.id, lane);
    takenTo[lane] = block.height;
  }
  const rows = new Map<number, LaneBlock[]>();
  for (const block of upwards) {
    const row = rows.get(block.height) ?? [];
    rows.set(block.height, row);
    row.push({ block, lane: laneOf.get(block.id) ?? 0, parentLane: laneOf.get(block.parent) });
  }
  const newestFirst = [...rows].toSorted(([a], [b]) => b - a);
  return {
    rows: newestFirst.map(([height, row]) => ({ height, blocks: row.toSorted((a, b) => a.lane - b.lane) })),
    lanes: 1 + Math.max(0, ...laneOf.values()),
    left: upwards.filter(({ onChain }) => !onChain).toReversed(),
  };
};
