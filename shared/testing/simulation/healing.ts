// How long a network takes to have one chain again after something has healed: from then on it is looked at every second
// until all honest nodes that are awake have the same head at the same time. Mining goes on meanwhile, so they never
// wait for each other. Owns one look ahead a healing; too long is a violation.

import type { World } from './simulated-network.ts';
import type { SimulatedNode } from './simulated-node.ts';

export interface Healing {
  readonly what: string;
  /** until all had one head (ms) */
  readonly tookMs: number;
}

export interface HealingWatch {
  /** Something has healed now. */
  readonly begin: (what: string) => void;
  /** in the order in which they ended */
  readonly healings: () => readonly Healing[];
  /** begun and not ended */
  readonly open: () => number;
}

export interface HealingPorts {
  readonly world: World;
  /** honest nodes */
  readonly nodes: () => readonly SimulatedNode[];
  readonly limitMs: number;
  readonly violated: (what: string) => void;
}

const lookEveryMs = 1_000;

/** Whether those that are awake have one head. */
const haveOneHead = (nodes: readonly SimulatedNode[]): boolean =>
  new Set(nodes.filter((node) => node.isAwake()).map(({ core }) => core()?.chain.head().id)).size === 1;

export const createHealingWatch = ({ world, nodes, limitMs, violated }: HealingPorts): HealingWatch => {
  const { time, log } = world;
  const healings: Healing[] = [];
  let open = 0;
  const begin = (what: string): void => {
    const since = time.now();
    open++;
    const look = (): void => {
      const tookMs = time.now() - since;
      if (haveOneHead(nodes())) {
        open--;
        log.note(`one head ${tookMs} ms after ${what}`);
        healings.push({ what, tookMs });
      } else if (tookMs < limitMs) time.after(lookEveryMs, look);
      else violated(`${tookMs} ms after ${what} the nodes have no common head`);
    };
    time.after(0, look);
  };
  return { begin, healings: () => healings, open: () => open };
};
