// What goes wrong in a simulation, and when: a partition that heals, a node that is heard no more but hears, a tab that
// freezes, one that comes late and crashes while it catches up, so that relaxed commits are torn off, and a miner that
// crashes in the middle of its work. All times are shares of the turbulent part of the run. Owns its own draws.

import type { SeededRandom } from './seeded-random.ts';
import type { SimulatedNode } from './simulated-node.ts';
import type { SimulatedNetwork, World } from './simulated-network.ts';

export type FaultKind = 'partition' | 'one-way cut' | 'pause' | 'late and torn' | 'crash';

export const allFaults: readonly FaultKind[] = ['partition', 'one-way cut', 'pause', 'late and torn', 'crash'];

export interface FaultSettings {
  readonly kinds: readonly FaultKind[];
  /** length of the turbulent part (ms) */
  readonly turbulentMs: number;
  readonly partitionMs: number;
}

export interface FaultScene {
  readonly world: World;
  readonly network: SimulatedNetwork;
  /** honest nodes; the last one comes late when 'late and torn' is among the faults */
  readonly nodes: readonly SimulatedNode[];
}

interface Scene extends FaultScene {
  readonly random: SeededRandom;
}

/** A third of the nodes on one side: the other side goes on, and this one has to give up its blocks. */
const partition = ({ world, network, nodes, random }: Scene, lengthMs: number): void => {
  const ids = random.shuffle(nodes.map(({ character }) => character.id));
  const minority = ids.slice(0, Math.floor(ids.length / 3));
  const crossing = minority.flatMap((a) =>
    network.neighbours(a).flatMap((b) => (minority.includes(b) ? [] : [[a, b] as const])),
  );
  world.log.note(`partition ${minority.join(',')}`);
  for (const [a, b] of crossing) {
    network.cut(a, b);
    network.cut(b, a);
  }
  world.time.after(lengthMs, () => {
    world.log.note('partition healed');
    for (const [a, b] of crossing) {
      network.mend(a, b);
      network.mend(b, a);
    }
  });
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

const pause = ({ world, nodes, random }: Scene, lengthMs: number): void => {
  const node = random.pick(nodes);
  world.log.note(`pause ${node.character.id}`);
  node.pause();
  world.time.after(lengthMs, () => {
    world.log.note(`resume ${node.character.id}`);
    node.resume();
  });
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

/** Puts the faults on the schedule, counted from now. */
export const scheduleFaults = (faultScene: FaultScene, settings: FaultSettings): void => {
  const { kinds, turbulentMs, partitionMs } = settings;
  const scene: Scene = { ...faultScene, random: faultScene.world.random.fork() };
  const early = kinds.includes('late and torn') ? { ...scene, nodes: scene.nodes.slice(0, -1) } : scene;
  const at = (percent: number, kind: FaultKind, run: () => void): void => {
    if (kinds.includes(kind)) scene.world.time.after((turbulentMs * percent) / 100, run);
  };
  at(20, 'partition', () => {
    partition(early, partitionMs);
  });
  at(45, 'one-way cut', () => {
    cutOneWay(early);
  });
  for (const [turn, lengthMs] of pauseMs.entries()) {
    at(50 + 10 * turn, 'pause', () => {
      pause(early, lengthMs);
    });
  }
  at(75, 'late and torn', () => {
    comeLateAndCrash(scene);
  });
  at(80, 'crash', () => {
    crashMiner(early);
  });
};
