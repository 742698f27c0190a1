// Where the nodes of the picture stand: this tab in the middle, peers around it, direct ones nearer than those behind a
// relay. Forces (d3-force) push them apart; the result is in a square from −1 to 1 that the painter stretches to its canvas.
// The same peers in the same order find the same places. Bound: the peers that the network host admits.

import {
  forceCollide,
  forceManyBody,
  forceRadial,
  forceSimulation,
  type Simulation,
  type SimulationNodeDatum,
} from 'd3-force';
import type { PeerShape } from '../../../shared/provider/index.ts';

/** Middle of a node in the square from −1 to 1. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

interface PeerNode extends SimulationNodeDatum {
  readonly id: string;
  ring: number;
}

export interface PictureLayout {
  /** Takes in who is linked now; true when somebody came, went or changed the path. */
  readonly follow: (peers: readonly Pick<PeerShape, 'peerId' | 'path' | 'kind'>[]) => boolean;
  /** One step; false once all have come to rest. */
  readonly step: () => boolean;
  /** All steps at once, for who wants nothing to move. */
  readonly settle: () => void;
  readonly spotOf: (peerId: string) => Spot | undefined;
}

/** The forces work in units of this; a node takes about a tenth of it. */
const unit = 200;
const stepsMax = 300;
/** d3-force stops below this heat */
const restAlpha = 0.005;
/** Turn from one to the next that never lets two of them stand in one line (the golden angle). */
const goldenAngle = Math.PI * (3 - Math.sqrt(5));

const ringOf = ({ path, kind }: Pick<PeerShape, 'path' | 'kind'>): number => {
  if (kind === 'relay') return 0.95;
  return path === 'relayed' ? 0.85 : 0.6;
};

const startAt = (index: number, ring: number): Spot => ({
  x: unit * ring * Math.cos(index * goldenAngle),
  y: unit * ring * Math.sin(index * goldenAngle),
});

const createForces = (nodes: PeerNode[]): Simulation<PeerNode, undefined> =>
  forceSimulation(nodes)
    .stop()
    .alphaMin(restAlpha)
    .alphaDecay(0.04)
    .velocityDecay(0.5)
    .force('ring', forceRadial<PeerNode>(({ ring }) => unit * ring).strength(0.5))
    .force('apart', forceManyBody<PeerNode>().strength(-260))
    .force('room', forceCollide<PeerNode>(unit * 0.13));

const within = (value: number): number => Math.max(-1, Math.min(1, value / unit));

export const createPictureLayout = (): PictureLayout => {
  const nodes = new Map<string, PeerNode>();
  let forces = createForces([]);
  let placed = 0;

  const step = (): boolean => {
    if (forces.alpha() < restAlpha) return false;
    forces.tick();
    return forces.alpha() >= restAlpha;
  };

  return {
    follow: (peers) => {
      let changed = false;
      const here = new Set(peers.map(({ peerId }) => peerId));
      for (const id of nodes.keys()) if (!here.has(id)) changed = nodes.delete(id) || changed;
      for (const peer of peers) {
        const known = nodes.get(peer.peerId);
        const ring = ringOf(peer);
        if (known?.ring === ring) continue;
        changed = true;
        if (known === undefined) nodes.set(peer.peerId, { id: peer.peerId, ring, ...startAt(placed++, ring) });
        else known.ring = ring;
      }
      if (changed) forces = createForces([...nodes.values()]).alpha(0.8);
      return changed;
    },
    step,
    settle: () => {
      for (let i = 0; i < stepsMax && step(); i++);
    },
    spotOf: (peerId) => {
      const node = nodes.get(peerId);
      return node === undefined ? undefined : { x: within(node.x ?? 0), y: within(node.y ?? 0) };
    },
  };
};
