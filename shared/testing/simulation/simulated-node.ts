// One full node of a simulation: the real core and the real driver (run-node.ts) on simulated ports, and its life: it
// starts, is paused, crashes, and comes back from what its disk has kept. The driver awaits only its store, whose
// promises settle in the order of virtual events, so a run is as repeatable as the synchronous core itself.

import type { ConsensusEngine } from '../../core/consensus/index.ts';
import type { SignatureCheck } from '../../core/crypto/index.ts';
import type { ChainSpec } from '../../core/model/index.ts';
import {
  type MachineSource,
  type ChainMove,
  type Command,
  type CommandReply,
  createNode,
  loadChain,
  type LoadedChain,
  type Network,
  type NodeEvent,
  type NodeSnapshot,
  type PeerId,
  runNode,
  type RunningNode,
  type Signer,
  type TabchainNode,
} from '../../core/node/index.ts';
import { type CrashingStore, openCrashingStore } from '../crashing-store.ts';
import type { TestWallet } from '../test-wallet.ts';
import { createProcessGate, type ProcessGate } from './process-gate.ts';
import type { SeededRandom } from './seeded-random.ts';
import { createSimulatedClock } from './simulated-clock.ts';
import { createSimulatedDisk } from './simulated-disk.ts';
import type { SimulatedNetwork, World } from './simulated-network.ts';
import { createSimulatedSealer } from './simulated-sealer.ts';
import { createSimulatedSigner } from './simulated-signer.ts';

export interface ChainRules {
  readonly spec: ChainSpec;
  readonly engine: ConsensusEngine;
  readonly signatureCheck: SignatureCheck;
  /** where the network has contracts */
  readonly contracts?: MachineSource;
}

export interface NodeCharacter {
  readonly id: PeerId;
  /** keeps the protocol; invariants hold for these */
  readonly isHonest: boolean;
  /** its clock is ahead by so much */
  readonly skewMs: number;
  /** 0 for a node that does not mine */
  readonly hashesPerSecond: number;
  /** who its blocks pay, and whose signature seals them where a signature does */
  readonly wallet: TestWallet;
  /** an attacker's hand on its own network */
  readonly bend?: (network: Network, node: TabchainNode) => Network;
}

/** What is listened to; called while the node is between two inputs. */
export interface NodeObserver {
  readonly onStart: (node: SimulatedNode, loaded: LoadedChain) => void;
  readonly onEnter: (node: SimulatedNode) => void;
  readonly onSnapshot: (node: SimulatedNode, snapshot: NodeSnapshot) => void;
  readonly onMove: (node: SimulatedNode, move: ChainMove) => void;
  readonly onEvent: (node: SimulatedNode, event: NodeEvent) => void;
  readonly onFailure: (node: SimulatedNode, cause: unknown) => void;
}

export interface SimulatedNode {
  readonly character: NodeCharacter;
  /** the core while it runs */
  readonly core: () => TabchainNode | undefined;
  /** it runs and is not paused */
  readonly isAwake: () => boolean;
  /** commits that a crash would put at risk */
  readonly atRisk: () => number;
  readonly start: (dial: 'at once' | 'in seconds') => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly crash: () => void;
  readonly startProducing: () => void;
  readonly stopProducing: () => void;
  /** The reply may never come: a crash loses it. */
  readonly submit: (command: Command, answer: (reply: CommandReply) => void) => void;
}

export interface NodeSurroundings {
  readonly world: World;
  readonly network: SimulatedNetwork;
  readonly rules: ChainRules;
  readonly observer: NodeObserver;
}

interface Life {
  readonly gate: ProcessGate;
  readonly atRisk: () => number;
  core: TabchainNode | undefined;
  running: RunningNode | undefined;
}

interface Being {
  readonly self: SimulatedNode;
  readonly character: NodeCharacter;
  readonly surroundings: NodeSurroundings;
  readonly random: SeededRandom;
  readonly signer: Signer;
  medium: CrashingStore;
  life: Life | undefined;
  isProducing: boolean;
}

const produce = ({ character, life }: Being): void => {
  if (life?.running === undefined || character.hashesPerSecond === 0) return;
  const { running } = life;
  const command: Command = { type: 'start-producing', producer: character.wallet.publicKey, intensityPermille: 1000 };
  life.gate.enter(() => void running.submit(command));
};

const boot = async (being: Being, dial: 'at once' | 'in seconds'): Promise<void> => {
  const { self, character, surroundings, random } = being;
  const { world, network, rules, observer } = surroundings;
  const { time, log } = world;
  const { id } = character;
  const gate = createProcessGate(() => {
    observer.onEnter(self);
  });
  const clock = createSimulatedClock(time, gate, character.skewMs, () => log.note(`alarm ${id}`));
  const store = createSimulatedDisk(time, random, gate, being.medium, (durability, writes) => {
    log.note(`commit ${id} ${durability} ${writes}`);
  });
  const sealer = createSimulatedSealer(
    time,
    gate,
    { hashesPerSecond: character.hashesPerSecond, random: random.fork() },
    () => log.note(`sealed ${id}`),
  );
  const life: Life = { gate, atRisk: store.atRisk, core: undefined, running: undefined };
  being.life = life;
  const loaded = await loadChain({ ...rules, store, now: clock.now() });
  if (!gate.isOpen()) return;
  const { reason } = loaded;
  log.note(`start ${id} ${loaded.how} ${loaded.chain.head().height}${reason === undefined ? '' : ` ${reason}`}`);
  const core = createNode({ ...loaded, signatureCheck: rules.signatureCheck });
  life.core = core;
  observer.onStart(self, loaded);
  const port = network.start(id, gate, dial);
  life.running = runNode(
    core,
    {
      network: character.bend?.(port, core) ?? port,
      clock,
      store,
      sealer,
      signer: being.signer,
      ...(rules.contracts === undefined ? {} : { contracts: rules.contracts }),
    },
    {
      onSnapshot: (snapshot) => {
        observer.onSnapshot(self, snapshot);
      },
      onMove: (move) => {
        observer.onMove(self, move);
      },
      onEvent: (event) => {
        observer.onEvent(self, event);
      },
      onFailure: (cause) => {
        if (gate.isOpen()) observer.onFailure(self, cause);
      },
    },
  );
  if (being.isProducing) produce(being);
};

const crash = (being: Being): void => {
  const { life, surroundings, character, random } = being;
  if (life === undefined) return;
  life.gate.close();
  being.life = undefined;
  void life.running?.stop();
  surroundings.network.vanish(character.id);
  being.medium = being.medium.crash(random.below);
};

export const createSimulatedNode = (character: NodeCharacter, surroundings: NodeSurroundings): SimulatedNode => {
  const { observer, network } = surroundings;
  const self: SimulatedNode = {
    character,
    core: () => being.life?.core,
    isAwake: () => being.life?.core !== undefined && !being.life.gate.isPaused(),
    atRisk: () => being.life?.atRisk() ?? 0,
    start: (dial) => {
      observer.onEnter(self);
      boot(being, dial).catch((cause: unknown) => {
        observer.onFailure(self, cause);
      });
    },
    pause: () => {
      network.pause(character.id);
    },
    resume: () => {
      network.resume(character.id);
    },
    crash: () => {
      crash(being);
    },
    startProducing: () => {
      being.isProducing = true;
      produce(being);
    },
    stopProducing: () => {
      being.isProducing = false;
      const { life } = being;
      life?.gate.enter(() => void life.running?.submit({ type: 'stop-producing' }));
    },
    submit: (command, answer) => {
      const { life } = being;
      // What a process says in its last moment does not reach whoever asked.
      const hear = (reply: CommandReply): void => life?.gate.enter(() => answer(reply));
      life?.gate.enter(() => void life.running?.submit(command).then(hear));
    },
  };
  const being: Being = {
    self,
    character,
    surroundings,
    random: surroundings.world.random.fork(),
    signer: createSimulatedSigner(character.wallet),
    medium: openCrashingStore(),
    life: undefined,
    isProducing: false,
  };
  return self;
};
