// Two halves that do not hear each other until each has found so many blocks, and what has to be true a minute after
// they meet: the half with the heavier chain has won everywhere, and of the other half's transactions none is lost; or,
// where they are too far apart, everybody has stayed where it was, and both halves have raised their alarms.
// People keep to the half that they are in, as they do who sit in one room, so that nobody spends a nonce twice.
// Owns the sides, and what the losing side had at the moment of healing.

import type { BlockNode } from '../../core/chain/index.ts';
import type { Hex32, Payload, Transaction } from '../../core/model/index.ts';
import type { TabchainNode } from '../../core/node/index.ts';
import { crossingOf } from './faults.ts';
import type { SimulatedNetwork, World } from './simulated-network.ts';
import type { SimulatedNode } from './simulated-node.ts';

export interface SplitSettings {
  /** that each side finds before they meet */
  readonly blocks: number;
  /** within which the heavier side has won (ms) */
  readonly winsWithinMs: number;
  /** they are too far apart by then: so long it is watched that nobody changes sides, instead */
  readonly staysApart?: true;
}

export type Alarmed = readonly [all: number, alarmed: number];

export interface SplitReport {
  /** blocks of each side above the last common one: of the heavier, of the lighter */
  readonly depths: readonly [winner: number, loser: number];
  /** until the winner's block at the moment of healing was on everybody's chain (ms) */
  readonly tookMs: number;
  /** transactions that only the losing side had */
  readonly returned: number;
  /** nodes of each half, and those of them that have raised an alarm */
  readonly heavier: Alarmed;
  readonly lighter: Alarmed;
}

export interface SplitScene {
  readonly world: World;
  readonly network: SimulatedNetwork;
  /** honest nodes */
  readonly nodes: readonly SimulatedNode[];
  readonly violated: (what: string) => void;
  readonly onSplit: (sides: readonly (readonly SimulatedNode[])[]) => void;
  readonly onMeet: (sides: readonly (readonly SimulatedNode[])[]) => void;
  /** a person has been asked to choose there */
  readonly hasAlarmed: (node: SimulatedNode) => boolean;
}

export interface Split {
  /** the nodes that this person can reach */
  readonly nodesOf: (person: number) => readonly SimulatedNode[];
  /** they have met, and it has been judged */
  readonly isOver: () => boolean;
  readonly report: () => SplitReport | undefined;
}

const lookEveryMs = 1_000;
/** Blocks between the halves when they meet, so that the lighter one does not find the missing work meanwhile. */
const leadBlocks = 3n;

const coreOf = (side: readonly SimulatedNode[]): TabchainNode => {
  const cores = side.map(({ core }) => core()).filter((core) => core !== undefined);
  const best = cores.reduce<TabchainNode | undefined>(
    (heaviest, core) =>
      heaviest === undefined || core.chain.head().weight > heaviest.chain.head().weight ? core : heaviest,
    undefined,
  );
  if (best === undefined) throw new Error('nobody runs on one side of the split');
  return best;
};

/** The blocks of this chain above `height`, newest first. */
const blocksAbove = ({ chain }: TabchainNode, height: number): readonly BlockNode[] => {
  const blocks: BlockNode[] = [];
  for (let at: BlockNode | undefined = chain.head(); at !== undefined && at.height > height; at = at.parent) {
    blocks.push(at);
  }
  return blocks;
};

const isPayment = ({ kind }: Payload): boolean => kind === 'transfer' || kind === 'record';

/** By whose and which it is, whatever it offers: an impatient person sends it again at a better price. */
const nameOf = ({ sender, nonce }: Transaction): string => `${sender} ${nonce}`;

/** What people sent: what an admin does, and evidence, may be void on the other chain. */
const paymentsIn = ({ chain }: TabchainNode, blocks: readonly BlockNode[]): readonly string[] =>
  blocks.flatMap(({ id }) => {
    const body = chain.bodyOf(id);
    if (body === undefined) throw new Error(`the body of block ${id.slice(0, 8)} is not at hand`);
    return body.transactions.filter(({ payload }) => isPayment(payload)).map(nameOf);
  });

const commonHeight = (a: TabchainNode, b: TabchainNode): number => {
  let height = Math.min(a.chain.head().height, b.chain.head().height);
  while (height > 0 && a.chain.idAt(height) !== b.chain.idAt(height)) height--;
  return height;
};

const waitingAt = ({ mempool }: TabchainNode): readonly string[] =>
  mempool.list().flatMap(({ transaction }) => (isPayment(transaction.payload) ? [nameOf(transaction)] : []));

/** What the losing side has when they meet, and what must come of it. */
interface Meeting {
  readonly since: number;
  readonly common: number;
  readonly winner: Pick<BlockNode, 'id' | 'height'>;
  /** the first block of each side after they parted: of the winner, of the loser */
  readonly parted: readonly [winner: Hex32 | undefined, loser: Hex32 | undefined];
  readonly losers: readonly SimulatedNode[];
  readonly depths: SplitReport['depths'];
  /** by name */
  readonly transactions: readonly string[];
}

const meet = (now: number, sides: readonly (readonly SimulatedNode[])[]): Meeting => {
  const ranked = sides.map((side) => ({ side, core: coreOf(side) }));
  ranked.sort((a, b) => (a.core.chain.head().weight > b.core.chain.head().weight ? -1 : 1));
  const [{ core: winner } = {}, { core: loser, side: losers } = {}] = ranked;
  if (winner === undefined || loser === undefined || losers === undefined) throw new Error('a split has two sides');
  const common = commonHeight(winner, loser);
  const lost = blocksAbove(loser, common);
  const waiting = waitingAt(loser);
  const won = new Set(paymentsIn(winner, blocksAbove(winner, common)));
  return {
    since: now,
    common,
    winner: winner.chain.head(),
    parted: [winner.chain.idAt(common + 1), loser.chain.idAt(common + 1)],
    losers,
    depths: [winner.chain.head().height - common, lost.length],
    transactions: [...paymentsIn(loser, lost), ...waiting].filter((name) => !won.has(name)),
  };
};

const missingOf = ({ common, transactions }: Meeting, nodes: readonly SimulatedNode[]): number => {
  const cores = nodes.map(({ core }) => core()).filter((core) => core !== undefined);
  const [first] = cores;
  const included = new Set(first === undefined ? [] : paymentsIn(first, blocksAbove(first, common)));
  const waiting = new Set(cores.flatMap(waitingAt));
  return transactions.filter((name) => !included.has(name) && !waiting.has(name)).length;
};

/** One half leads by so much that luck will not turn it. */
const isDecided = (sides: readonly (readonly SimulatedNode[])[]): boolean => {
  const heads = sides.map((side) => coreOf(side).chain.head());
  const [first = 0n, second = 0n] = heads.map(({ weight }) => weight);
  const blockWeights = heads.map(({ weight, parent }) => weight - (parent?.weight ?? 0n));
  const lead = first > second ? first - second : second - first;
  return blockWeights.every((weight) => lead >= leadBlocks * weight);
};

/** Cuts the network in two now. */
export const beginSplit = (scene: SplitScene, settings: SplitSettings): Split => {
  const { world, network, nodes, violated, onSplit, onMeet, hasAlarmed } = scene;
  const sides = [0, 1].map((side) => nodes.filter((_, index) => index % 2 === side));
  const from = sides.map((side) => coreOf(side).chain.head().height);
  const ids = (sides[0] ?? []).map(({ character }) => character.id);
  const crossing = crossingOf(scene, ids).flatMap(([a, b]) => [[a, b] as const, [b, a] as const]);
  let report: SplitReport | undefined;
  const alarms = ({ losers }: Meeting): Pick<SplitReport, 'heavier' | 'lighter'> => {
    const winners = nodes.filter((node) => !losers.includes(node));
    const of = (side: readonly SimulatedNode[]): Alarmed => [side.length, side.filter(hasAlarmed).length];
    return { heavier: of(winners), lighter: of(losers) };
  };

  /** Everybody keeps to the chain that it was on, and all ask their people. */
  const watchApart = (meeting: Meeting): void => {
    const tookMs = world.time.now() - meeting.since;
    const { common, parted, losers } = meeting;
    for (const node of nodes) {
      const own = parted[losers.includes(node) ? 1 : 0];
      if (node.core()?.chain.idAt(common + 1) !== own) violated(`${node.character.id} has changed sides by itself`);
    }
    if (tookMs < settings.winsWithinMs) {
      world.time.after(lookEveryMs, () => {
        watchApart(meeting);
      });
      return;
    }
    report = { depths: meeting.depths, tookMs, returned: 0, ...alarms(meeting) };
  };
  const judge = (meeting: Meeting): void => {
    const tookMs = world.time.now() - meeting.since;
    const hasWon = nodes.every(({ core }) => core()?.chain.idAt(meeting.winner.height) === meeting.winner.id);
    if (!hasWon && tookMs < settings.winsWithinMs) {
      world.time.after(lookEveryMs, () => {
        judge(meeting);
      });
      return;
    }
    if (!hasWon) violated(`${tookMs} ms after the halves met the heavier has not won everywhere`);
    const missing = missingOf(meeting, nodes);
    if (missing > 0) violated(`${missing} of ${meeting.transactions.length} transactions of the losing half are lost`);
    world.log.note(`the heavier half has won after ${tookMs} ms`);
    report = { depths: meeting.depths, tookMs, returned: meeting.transactions.length, ...alarms(meeting) };
  };
  const look = (): void => {
    const found = sides.map((side, index) => coreOf(side).chain.head().height - (from[index] ?? 0));
    if (found.every((blocks) => blocks >= settings.blocks) && isDecided(sides)) {
      const meeting = meet(world.time.now(), sides);
      world.log.note(`the halves meet ${meeting.depths.join(' ')}`);
      onMeet(sides);
      for (const [a, b] of crossing) network.mend(a, b);
      if (settings.staysApart === true) watchApart(meeting);
      else judge(meeting);
    } else world.time.after(lookEveryMs, look);
  };
  world.log.note(`split ${ids.join(',')}`);
  for (const [a, b] of crossing) network.cut(a, b);
  onSplit(sides);
  look();
  return {
    nodesOf: (person) => sides[person % 2] ?? [],
    isOver: () => report !== undefined,
    report: () => report,
  };
};
