// What goes wrong in a simulation, and when: a partition that heals, one that lets bytes pass one way only, a node that is
// heard no more but hears, a tab that freezes for seconds or minutes, a whole class that closes its lids, one that comes
// late and crashes while it catches up, so that relaxed commits are torn off, and a miner that crashes in the middle of
// its work. They come once in each round, at shares of its length. Owns its own draws.

import type { PeerId } from '../../core/node/index.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SimulatedNode } from './simulated-node.ts';
import type { SimulatedNetwork, World } from './simulated-network.ts';

export type FaultKind =
  'partition' | 'one-way partition' | 'one-way cut' | 'pause' | 'long pause' | 'all asleep' | 'late and torn' | 'crash';

/** What may go wrong while others use the network. */
export const allFaults: readonly FaultKind[] = [
  ...(['partition', 'one-way partition', 'one-way cut'] as const),
  ...(['pause', 'long pause', 'late and torn', 'crash'] as const),
];

export interface FaultSettings {
  readonly kinds: readonly FaultKind[];
  /** length of the turbulent part (ms) */
  readonly turbulentMs: number;
  /** of equal length, one after the other */
  readonly rounds: number;
  readonly partitionMs: number;
}

export interface FaultScene {
  readonly world: World;
  readonly network: SimulatedNetwork;
  /** honest nodes; the last one comes late when 'late and torn' is among the faults */
  readonly nodes: readonly SimulatedNode[];
  /** The network is whole again after this. */
  readonly onHealed: (what: string) => void;
}

interface Scene extends FaultScene {
  readonly random: SeededRandom;
}

type Crossing = readonly (readonly [from: PeerId, to: PeerId])[];

/** All directions that lead from one side to the other. */
export const crossingOf = ({ network }: Pick<Scene, 'network'>, side: readonly PeerId[]): Crossing =>
  side.flatMap((a) => network.neighbours(a).flatMap((b) => (side.includes(b) ? [] : [[a, b] as const])));

const reversed = (crossing: Crossing): Crossing => crossing.map(([a, b]) => [b, a]);

/** Nothing passes in these directions for a while. */
const cutFor = ({ world, network, onHealed }: Scene, what: string, crossing: Crossing, lengthMs: number): void => {
  for (const [a, b] of crossing) network.cut(a, b);
  world.time.after(lengthMs, () => {
    world.log.note(`${what} healed`);
    for (const [a, b] of crossing) network.mend(a, b);
    onHealed(what);
  });
};

/** A third of the nodes on one side: the other side goes on, and this one has to give up its blocks. */
const drawMinority = ({ nodes, random }: Scene): readonly PeerId[] => {
  const ids = random.shuffle(nodes.map(({ character }) => character.id));
  return ids.slice(0, Math.floor(ids.length / 3));
};

const partition = (scene: Scene, lengthMs: number): void => {
  const minority = drawMinority(scene);
  const crossing = crossingOf(scene, minority);
  scene.world.log.note(`partition ${minority.join(',')}`);
  cutFor(scene, 'partition', [...crossing, ...reversed(crossing)], lengthMs);
};

/** One side hears the other and is not heard, until silence ends the links. */
const partitionOneWay = (scene: Scene, lengthMs: number): void => {
  const minority = drawMinority(scene);
  const crossing = crossingOf(scene, minority);
  const isMute = scene.random.happens(500);
  scene.world.log.note(`one-way partition ${isMute ? 'from' : 'to'} ${minority.join(',')}`);
  cutFor(scene, 'one-way partition', isMute ? crossing : reversed(crossing), lengthMs);
};

const oneWayCutMs = 15_000;

const cutOneWay = ({ world, network, nodes, random }: Scene): void => {
  const { id } = random.pick(nodes).character;
  const neighbours = network.neighbours(id);
  world.log.note(`cut from ${id}`);
  for (const other of neighbours) network.cut(id, other);
  world.time.after(oneWayCutMs, () => {
    world.log.note(`mended from ${id}`);
    for (const other of neighbours) network.mend(id, other);
  });
};

/** Shorter than the silence after which its links are dead, or longer. */
const pauseMs = [4_000, 25_000] as const;
/** A tab that the browser has frozen, a closed lid. */
const longPauseMs = [120_000, 300_000] as const;
/** Lids that are closed together are opened within so long. */
const openingMs = 20_000;

const pauseFor = ({ world }: Scene, node: SimulatedNode, lengthMs: number, onAwake: () => void): void => {
  world.log.note(`pause ${node.character.id}`);
  node.pause();
  world.time.after(lengthMs, () => {
    world.log.note(`resume ${node.character.id}`);
    node.resume();
    onAwake();
  });
};

const pause = (scene: Scene, lengthMs: number): void => {
  pauseFor(scene, scene.random.pick(scene.nodes), lengthMs, () => undefined);
};

/** Three at the same time, each for minutes. */
const pauseLong = (scene: Scene): void => {
  const { random, nodes, onHealed } = scene;
  for (const node of random.shuffle(nodes).slice(0, 3)) {
    pauseFor(scene, node, random.between(...longPauseMs), () => {
      onHealed(`long pause of ${node.character.id}`);
    });
  }
};

const allAsleep = (scene: Scene): void => {
  const { random, nodes, onHealed } = scene;
  const lengthMs = random.between(...longPauseMs);
  let asleep = nodes.length;
  for (const node of nodes) {
    pauseFor(scene, node, lengthMs + random.below(openingMs), () => {
      asleep--;
      if (asleep === 0) onHealed('sleep of all');
    });
  }
};

const crashAndReturn = ({ world, random }: Scene, node: SimulatedNode): void => {
  world.log.note(`crash ${node.character.id} ${node.atRisk()} commits at risk`);
  node.crash();
  world.time.after(random.between(500, 15_000), () => {
    node.start('in seconds');
  });
};

const lookEveryMs = 5;
/** From the first commit at risk to the crash, so that there may be more of them. */
const graceMsMax = 200;
const catchUpMsMax = 20_000;

/** Starts the latecomer and crashes it as soon as relaxed commits are at risk, or when it has caught up without any. */
const comeLateAndCrash = (scene: Scene): void => {
  const { world, nodes, random } = scene;
  const latecomer = nodes.at(-1);
  if (latecomer === undefined) return;
  world.log.note(`late ${latecomer.character.id}`);
  latecomer.start('in seconds');
  const giveUpAt = world.time.now() + catchUpMsMax;
  const look = (): void => {
    if (latecomer.atRisk() === 0 && world.time.now() < giveUpAt) world.time.after(lookEveryMs, look);
    else {
      world.time.after(random.below(graceMsMax), () => {
        crashAndReturn(scene, latecomer);
      });
    }
  };
  look();
};

const crashMiner = (scene: Scene): void => {
  const miners = scene.nodes.filter(({ character, core }) => character.hashesPerSecond > 0 && core() !== undefined);
  crashAndReturn(scene, scene.random.pick(miners));
};

type Plot = readonly [percent: number, kind: FaultKind, run: (scene: Scene) => void];

const latePercent = 75;

/** When in a round what happens. The latecomer has no part in it. */
const plotOf = ({ partitionMs }: FaultSettings): readonly Plot[] => [
  [5, 'long pause', pauseLong],
  [
    20,
    'partition',
    (scene) => {
      partition(scene, partitionMs);
    },
  ],
  [45, 'one-way cut', cutOneWay],
  [50, 'all asleep', allAsleep],
  ...pauseMs.map((lengthMs, turn): Plot => [
    50 + 10 * turn,
    'pause',
    (scene) => {
      pause(scene, lengthMs);
    },
  ]),
  [
    65,
    'one-way partition',
    (scene) => {
      partitionOneWay(scene, partitionMs / 2);
    },
  ],
  [80, 'crash', crashMiner],
];

/** Puts the faults on the schedule, counted from now. */
export const scheduleFaults = (faultScene: FaultScene, settings: FaultSettings): void => {
  const { kinds, turbulentMs, rounds } = settings;
  const { time, random } = faultScene.world;
  const scene: Scene = { ...faultScene, random: random.fork() };
  const hasLatecomer = kinds.includes('late and torn');
  const early = hasLatecomer ? { ...scene, nodes: scene.nodes.slice(0, -1) } : scene;
  const roundMs = turbulentMs / rounds;
  const plot = plotOf(settings).filter(([, kind]) => kinds.includes(kind));
  for (let round = 0; round < rounds; round++) {
    for (const [percent, , run] of plot) {
      time.after(roundMs * (round + percent / 100), () => {
        run(early);
      });
    }
  }
  if (!hasLatecomer) return;
  // In the last round, when there is most to catch up with.
  time.after(roundMs * (rounds - 1 + latePercent / 100), () => {
    comeLateAndCrash(scene);
  });
};
