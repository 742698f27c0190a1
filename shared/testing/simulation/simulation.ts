// A whole network of real nodes on one thread: builds them from a plan and a seed, lets the events happen one after the
// other, and looks at the invariants after each. First a turbulent part with faults and payments, then a calm one in
// which what is pending gets included, then quiet without mining, after which all must have one head.
// Bounded by the plan: virtual time, events, and the first violation ends it.

import type { SignatureCheck, SignMessage } from '../../core/crypto/index.ts';
import { engineFor } from '../../core/consensus/index.ts';
import { type BlockNode, createGenesis } from '../../core/chain/index.ts';
import { type ChainSpec, type ConsensusParameters, type Hex32, targetOfBits } from '../../core/model/index.ts';
import type { PeerId } from '../../core/node/index.ts';
import { readAccount } from '../../core/state/index.ts';
import { testSpec } from '../test-spec.ts';
import { type TestWallet, walletOf } from '../test-wallet.ts';
import { attackerOf } from './attackers.ts';
import { createEventLog } from './event-log.ts';
import { scheduleFaults } from './faults.ts';
import { createHealingWatch, type HealingWatch } from './healing.ts';
import { guestAt, type KeyOwnersWatch, watchKeyOwners } from './key-owners.ts';
import { createInvariants, type Invariants } from './invariants.ts';
import { type LargeBlocks, scheduleLargeBlocks } from './large-blocks.ts';
import { createPropagation, type Propagation } from './propagation.ts';
import { rememberedCheck } from './remembered-check.ts';
import { seededRandom } from './seeded-random.ts';
import { fakeVrf } from './simulated-signer.ts';
import { createMicrotaskSettler } from './settle-microtasks.ts';
import { createSimulatedNetwork, type SimulatedNetwork, type World } from './simulated-network.ts';
import { type ChainRules, createSimulatedNode, type NodeObserver, type SimulatedNode } from './simulated-node.ts';
import type { SimulationFailure, SimulationPlan, SimulationReport } from './simulation-plan.ts';
import { beginSplit, type Split } from './split.ts';
import { drawCharacter, drawLinks } from './topology.ts';
import { createVirtualTime } from './virtual-time.ts';
import { createWorkload, type Workload } from './workload.ts';

const genesisTime = 1_800_000_000_000;
const allocation = 1_000_000_000n;
/** Hashes that the first block takes: enough to make a lower target visible, few enough to be found at once. */
const workBits = 8;
/** Time that pending payments have, that heads have to meet, and steps in which the end is looked for. */
const calmMsMax = 300_000;
const quietMs = 40_000;
const lookEveryMs = 1_000;
/** Twenty nodes and twenty minutes have 95,000, so 240 a node and minute: more than this is a storm. */
const eventsPerNodeMinuteMax = 2_000;
/** A node's first links are up by then, and a split may begin. */
const startedMs = 10_000;

interface Simulation {
  readonly seed: number;
  readonly plan: SimulationPlan;
  readonly world: World;
  readonly network: SimulatedNetwork;
  readonly nodes: Map<PeerId, SimulatedNode>;
  readonly invariants: Invariants;
  readonly workload: Workload;
  readonly healing: HealingWatch;
  readonly propagation: Propagation;
  readonly spec: ChainSpec;
  readonly chainId: Hex32;
  readonly penalisedBy: Map<PeerId, Set<PeerId>>;
  readonly crowd: readonly TestWallet[];
  readonly eventsMax: number;
  split: Split | undefined;
  largeBlocks: LargeBlocks | undefined;
  readonly keyOwners: KeyOwnersWatch | undefined;
  /** honest nodes that have asked a person to choose */
  readonly alarmed: Set<PeerId>;
  turbulentHeight: number;
  /** what the current event has reached into */
  isStirred: boolean;
}

const consensusOf = (plan: SimulationPlan): ConsensusParameters => {
  const { kind = 'pow', blockTimeMs, miners, honestNodes, attacks, attackersMine } = plan;
  const attackers = attackersMine ? attacks.map((_, index) => honestNodes + index) : [];
  const producing = [...Array.from({ length: miners }, (_, index) => index), ...attackers];
  const producers = producing.map((index) => producerOf(index).publicKey);
  switch (kind) {
    case 'pow':
      return {
        kind: 'pow',
        blockTimeMs,
        retarget: { kind: 'asert', halfLifeMs: 60 * blockTimeMs },
        initialTarget: targetOfBits(workBits),
        onlyWhenTransactionsWait: false,
      };
    case 'poa':
      return { kind, slotMs: blockTimeMs, admin: producers[0] ?? '', signers: producers, activationDelay: 10 };
    case 'pos': {
      const stakes = producers.map((account, index) => ({ account, amount: BigInt(1000 + 500 * index) }));
      const periods = { unbondingBlocks: 2000, evidenceBlocks: 1000, slashPermille: 100, reporterPermille: 100 };
      stakes.sort((a, b) => (a.account < b.account ? -1 : 1));
      return { kind, slotMs: blockTimeMs, epochSlots: 12, ...periods, stakes };
    }
  }
};

const specOf = (plan: SimulationPlan, seed: number, wallets: readonly TestWallet[]): ChainSpec => {
  const allocations = wallets.map(({ publicKey }) => ({ account: publicKey, amount: allocation }));
  const { settleDepth, reorgLimit = 1000 } = plan;
  if (plan.keyOwners !== undefined) allocations.push({ account: producerOf(0).publicKey, amount: allocation });
  return testSpec({
    name: `Simulation ${seed}`,
    ...{ genesisTime, settleDepth, reorgLimit },
    allocations: allocations.sort((a, b) => (a.account < b.account ? -1 : 1)),
    consensus: consensusOf(plan),
  });
};

const rulesOf = (spec: ChainSpec, signatureCheck: SignatureCheck): ChainRules => {
  const remembered = rememberedCheck(signatureCheck);
  const engine = engineFor(spec, { signatureCheck: remembered, vrf: fakeVrf });
  return { spec, engine, signatureCheck: remembered };
};

const observerOf = (simulation: () => Simulation): NodeObserver => ({
  onStart: (node, loaded) => simulation().invariants.onStart(node, loaded),
  onEnter: () => {
    simulation().isStirred = true;
  },
  onSnapshot: (node, snapshot) => simulation().invariants.onSnapshot(node, snapshot),
  onMove: (node, move) => {
    const { world, invariants, propagation, keyOwners } = simulation();
    const head = move.applied.at(-1) ?? '';
    world.log.note(`head ${node.character.id} -${move.reverted.length} +${move.applied.length} ${head.slice(0, 16)}`);
    invariants.onMove(node, move);
    keyOwners?.onMove(node);
    if (node.character.isHonest) propagation.onApplied((id) => node.core()?.chain.bodyOf(id), move.applied);
  },
  onEvent: (node, event) => {
    const { world, invariants, plan, keyOwners, alarmed } = simulation();
    const { id, isHonest } = node.character;
    if (event.type === 'alarm' && isHonest) {
      if (plan.split?.staysApart === true) alarmed.add(id);
      else invariants.violated(`${id}: ${event.what}`);
    }
    const isMeant = plan.keyOwners === 'signer cloned';
    if (event.type === 'equivocation' && !isMeant) invariants.violated(`${id} has seen a slot sealed twice`);
    keyOwners?.onEvent(node, event);
    if (event.type !== 'log' || event.level === 'info') return;
    world.log.note(`says ${node.character.id} ${event.what} ${event.peer ?? ''} ${event.fault ?? ''}`);
  },
  onFailure: (node, cause) => simulation().invariants.violated(`${node.character.id} has stopped: ${String(cause)}`),
});

const numberOf = ({ character }: SimulatedNode): number => Number(character.id.slice(1));

const idOf = (index: number): PeerId => `n${index.toString().padStart(2, '0')}`;

/** Keys of people, of a crowd, and of producers. */
const personOf = (index: number): TestWallet => walletOf(1_000 + index);
const crowdMemberOf = (index: number): TestWallet => walletOf(2_000 + index);
const producerOf = (index: number): TestWallet => walletOf(3_000 + index);

const addNodes = (simulation: Simulation, rules: ChainRules, observer: NodeObserver, chainId: Hex32): void => {
  const { plan, world, network, nodes } = simulation;
  const random = world.random.fork();
  const { honestNodes, attacks, miners, attackersMine, blockTimeMs, skewMsMax } = plan;
  // All miners together find a block in a block time; the strongest has about three times the power of the weakest.
  const meanPower = (1000 * 2 ** workBits) / blockTimeMs / (miners + (attackersMine ? attacks.length : 0));
  for (let index = 0; index < honestNodes + attacks.length; index++) {
    const id = idOf(index);
    const attack = attacks[index - honestNodes];
    const guest = guestAt(plan, index);
    const isReady = index < miners || guest !== undefined;
    const power = isReady ? (meanPower * random.between(50, 150)) / 100 : 0;
    const wallet = producerOf(guest?.is === 'clone' ? guest.of : index);
    const honest = {
      ...{ id, isHonest: true, wallet, hashesPerSecond: power },
      skewMs: random.between(-skewMsMax, skewMsMax),
    };
    const surroundings = { world, network, rules, observer };
    const hand = { world, neighbours: () => network.neighbours(id), chainId };
    const attacker = { ...hand, attack, meanPower, mines: attackersMine };
    const character = attack === undefined ? honest : attackerOf(honest, { ...attacker, attack });
    network.addPeer(id);
    nodes.set(id, createSimulatedNode(character, surroundings));
  }
  for (const [a, b] of drawLinks([...nodes.keys()], random)) network.link(a, b, drawCharacter(random, plan.links));
};

const honestNodes = ({ nodes }: Simulation): readonly SimulatedNode[] =>
  [...nodes.values()].filter(({ character }) => character.isHonest);

const penaltiesOf = (
  nodes: ReadonlyMap<PeerId, SimulatedNode>,
  penalisedBy: Map<PeerId, Set<PeerId>>,
  invariants: Invariants,
): Invariants['onPenalty'] => {
  return (by, peer, points, reason) => {
    const judges = penalisedBy.get(peer) ?? new Set();
    if (nodes.get(by)?.character.isHonest === true) penalisedBy.set(peer, judges.add(by));
    invariants.onPenalty(by, peer, points, reason);
  };
};

const eventsMaxOf = ({ honestNodes, attacks, turbulentMs }: SimulationPlan): number =>
  (eventsPerNodeMinuteMax * (honestNodes + attacks.length) * (turbulentMs + calmMsMax)) / 60_000;

/** Nodes that this person may use now. */
const reachOf = (simulation: Simulation, person: number): readonly SimulatedNode[] =>
  (simulation.split?.nodesOf(person) ?? honestNodes(simulation)).filter(({ core }) => core() !== undefined);

/** Of the first node that runs. */
const headOf = (simulation: Simulation): BlockNode | undefined =>
  honestNodes(simulation)
    .map(({ core }) => core()?.chain.head())
    .find((head) => head !== undefined);

const signingBy = (sign: SignMessage | undefined, wallet: TestWallet): TestWallet =>
  sign === undefined ? wallet : { ...wallet, sign };

const createSimulation = (
  seed: number,
  plan: SimulationPlan,
  signatureCheck: SignatureCheck,
  sign: SignMessage | undefined,
): Simulation => {
  const time = createVirtualTime(genesisTime + 1000);
  const random = seededRandom(seed);
  const world: World = { time, random, log: createEventLog(() => time.now() - genesisTime) };
  const wallets = Array.from({ length: plan.people }, (_, index) => signingBy(sign, personOf(index)));
  const crowd = Array.from({ length: plan.largeBlocks?.crowd ?? 0 }, (_, index) =>
    signingBy(sign, crowdMemberOf(index)),
  );
  const spec = specOf(plan, seed, [...wallets, ...crowd]);
  const rules = rulesOf(spec, signatureCheck);
  const { chainId } = createGenesis(spec);
  const nodes = new Map<PeerId, SimulatedNode>();
  const invariants = createInvariants(rules, nodes, chainId, time.now);
  const { violated, onSend } = invariants;
  const penalisedBy = new Map<PeerId, Set<PeerId>>();
  const network = createSimulatedNetwork(world, { onPenalty: penaltiesOf(nodes, penalisedBy, invariants), onSend });
  const limitMs = plan.healsWithinBlocks * plan.blockTimeMs;
  const simulation: Simulation = {
    ...{ seed, plan, world, network, nodes, invariants, penalisedBy, spec, chainId, crowd, isStirred: false },
    workload: createWorkload({
      ...{ world, chainId, wallets, violated },
      nodesOf: (person) => reachOf(simulation, person),
    }),
    healing: createHealingWatch({ world, nodes: () => honestNodes(simulation), limitMs, violated }),
    propagation: createPropagation(time.now, plan.honestNodes),
    eventsMax: eventsMaxOf(plan),
    ...{ split: undefined, largeBlocks: undefined, turbulentHeight: 0, alarmed: new Set<PeerId>() },
    keyOwners:
      plan.keyOwners === undefined
        ? undefined
        : watchKeyOwners({ world, plan, chainId, walletOf: producerOf, violated }),
  };
  addNodes(
    simulation,
    rules,
    observerOf(() => simulation),
    chainId,
  );
  return simulation;
};

/** Lets time pass until `until`, or until something is wrong. */
const pass = async (simulation: Simulation, until: number, settle: () => Promise<void>): Promise<void> => {
  const { world, invariants, eventsMax } = simulation;
  while (invariants.violations().length === 0 && world.time.step(until)) {
    if (!simulation.isStirred) continue;
    await settle();
    simulation.isStirred = false;
    if (world.log.count() > eventsMax) invariants.violated(`more than ${eventsMax} events`);
  }
};

const keepActing = ({ world, workload, plan }: Simulation): void => {
  const random = world.random.fork();
  const again = (): void => {
    world.time.after(1 + random.exponential(plan.actEveryMs), () => {
      workload.act();
      again();
    });
  };
  again();
};

const begin = (simulation: Simulation): void => {
  const { plan, world, nodes, network, healing } = simulation;
  const latecomer = plan.faults.includes('late and torn') ? honestNodes(simulation).at(-1) : undefined;
  for (const node of nodes.values()) {
    if (node === latecomer) continue;
    world.time.after(world.random.below(2000), () => {
      node.start('at once');
      if (guestAt(plan, numberOf(node))?.is !== 'clone') node.startProducing();
    });
  }
  scheduleFaults(
    { world, network, nodes: honestNodes(simulation), onHealed: healing.begin },
    { kinds: plan.faults, turbulentMs: plan.turbulentMs, rounds: plan.rounds, partitionMs: plan.partitionMs },
  );
  if (plan.largeBlocks === undefined) return;
  const scene = { ...simulation, wallets: simulation.crowd, nodes: () => reachOf(simulation, 0) };
  const violated = simulation.invariants.violated;
  simulation.largeBlocks = scheduleLargeBlocks({ ...scene, violated }, plan.largeBlocks, plan.turbulentMs);
};

/** The part with faults: as long as the plan says, or until the halves of a split have met. */
const liveTurbulent = async (simulation: Simulation, settle: () => Promise<void>): Promise<void> => {
  const { plan, world, network, invariants, healing } = simulation;
  const until = world.time.now() + plan.turbulentMs;
  begin(simulation);
  if (plan.split !== undefined) {
    await pass(simulation, world.time.now() + startedMs, settle);
    simulation.split = beginSplit(
      {
        ...{ world, network, nodes: honestNodes(simulation), violated: invariants.violated },
        onSplit: (sides) => simulation.keyOwners?.onSplit(sides),
        onMeet: (sides) => simulation.keyOwners?.onMeet(sides),
        hasAlarmed: ({ character }) => simulation.alarmed.has(character.id),
      },
      plan.split,
    );
  }
  keepActing(simulation);
  const isOn = (): boolean => world.time.now() < until && simulation.split?.isOver() !== true;
  while (isOn() && invariants.violations().length === 0) {
    await pass(simulation, Math.min(until, world.time.now() + lookEveryMs), settle);
  }
  if (simulation.split?.isOver() === false) invariants.violated('the halves have not met');
  simulation.turbulentHeight = headOf(simulation)?.height ?? 0;
  if (plan.split?.staysApart !== true) healing.begin('the last fault');
};

/** These nodes have one head, and on it every payment of these people that was ever taken in. */
const judgeOneHead = (
  { invariants, largeBlocks }: Simulation,
  honest: readonly SimulatedNode[],
  nonces: ReadonlyMap<Hex32, number>,
): void => {
  const first = honest[0]?.core()?.chain;
  for (const { character, core } of honest) {
    const chain = core()?.chain;
    if (chain === undefined) invariants.violated(`${character.id}: does not run at the end`);
    if (chain?.head().id === first?.head().id) continue;
    invariants.violated(`${character.id}: ends at height ${chain?.head().height ?? 0}, others elsewhere`);
  }
  for (const [account, nonce] of [...nonces, ...(largeBlocks?.nonces() ?? [])]) {
    const found = first === undefined ? undefined : readAccount(first.state, account)?.nonce;
    if (found !== nonce) invariants.violated(`account ${account.slice(0, 8)}: nonce ${found ?? 0}, it sent ${nonce}`);
  }
};

/** All honest nodes have one head, or those of each half where the halves stay apart. */
const judgeTheEnd = (simulation: Simulation): void => {
  const { plan, invariants, workload, healing, split } = simulation;
  if (invariants.violations().length > 0) return;
  if (healing.open() > 0) invariants.violated('at the end something has not healed');
  if (workload.pending() > 0) invariants.violated(`${workload.pending()} payments were never included`);
  if (plan.split?.staysApart !== true) {
    judgeOneHead(simulation, honestNodes(simulation), workload.nonces());
    return;
  }
  for (const side of [0, 1]) {
    const nonces = [...workload.nonces()].filter((_, person) => person % 2 === side);
    judgeOneHead(simulation, split?.nodesOf(side) ?? [], new Map(nonces));
  }
};

const live = async (simulation: Simulation, settle: () => Promise<void>): Promise<void> => {
  const { world, workload, nodes, invariants, healing } = simulation;
  await liveTurbulent(simulation, settle);
  world.log.note('calm');
  workload.wind();
  const calmUntil = world.time.now() + calmMsMax;
  const isUnrestful = (): boolean => workload.pending() > 0 || healing.open() > 0;
  while (isUnrestful() && world.time.now() < calmUntil && invariants.violations().length === 0) {
    await pass(simulation, world.time.now() + lookEveryMs, settle);
  }
  world.log.note('quiet');
  for (const node of nodes.values()) node.stopProducing();
  await pass(simulation, world.time.now() + quietMs, settle);
  judgeTheEnd(simulation);
};

const reportOf = (simulation: Simulation): SimulationReport => {
  const { seed, world, invariants, workload, penalisedBy, healing, propagation, split, turbulentHeight } = simulation;
  const { keyOwners } = simulation;
  const [first] = honestNodes(simulation);
  return {
    ...{ seed, turbulentHeight, penalisedBy },
    digest: world.log.digest(),
    events: world.log.count(),
    height: headOf(simulation)?.height ?? 0,
    healings: healing.healings(),
    spreads: propagation.spreads(),
    split: split?.report(),
    keyOwners: first === undefined ? undefined : keyOwners?.report(first),
    ...invariants.statistics(),
    ...workload.statistics(),
  };
};

/** Equal seeds and plans give equal reports, whoever signs: `sign` is for speed. */
export const runSimulation = async (
  seed: number,
  plan: SimulationPlan,
  signatureCheck: SignatureCheck,
  sign?: SignMessage,
): Promise<SimulationReport | SimulationFailure> => {
  const simulation = createSimulation(seed, plan, signatureCheck, sign);
  const { settle, close } = createMicrotaskSettler();
  try {
    await live(simulation, settle);
  } finally {
    close();
  }
  const violations = simulation.invariants.violations();
  if (violations.length === 0) return reportOf(simulation);
  return { type: 'simulation-failed', seed, violations, lastEvents: simulation.world.log.lastLines() };
};
