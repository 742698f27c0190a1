// Where attacks are played: three honest nodes that know each other, and an attacker whom all three know, in one process
// and in a time that stands still until the script moves it. What honest nodes send each other arrives at once; what
// they answer the attacker is collected. A peer that has lost 100 points is cut off, as the host does it.
// Owns the nodes and their stores. Bounds: a script's own; `deliveriesMax` messages follow one move of the attacker.

import type { SignatureCheck } from '../core/crypto/index.ts';
import { encodeBlock, type Hex32, type SealedHeader } from '../core/model/index.ts';
import type { Effect, GossipTopic, Input } from '../core/node/index.ts';
import { decodeMessage, encodeMessage, type Message } from '../core/wire/index.ts';
import {
  type BlockForge,
  driveByHand,
  type ForgedBlock,
  type HandDrivenNode,
  type HandDrivenOptions,
} from '../testing/index.ts';
import { type Supply, supplyOf } from './supply.ts';

export interface Answer {
  readonly node: string;
  /** on what was gossiped */
  readonly verdict?: 'accept' | 'reject' | 'ignore';
  /** name of the fault that it logged or sent back */
  readonly fault?: string;
  /** that it took from the attacker for it */
  readonly points: number;
  /** the attacker is not listened to any more */
  readonly isCut: boolean;
  /** it holds two seals of one key for one slot */
  readonly hasEvidence?: true;
}

/** Two sealed headers of one key for one slot. */
export interface Evidence {
  readonly first: Uint8Array;
  readonly second: Uint8Array;
}

/** How the honest nodes were started. */
export type ArenaOptions = Pick<HandDrivenOptions, 'checkpoint' | 'minimumWeight'>;

interface Honest {
  readonly name: string;
  readonly hand: HandDrivenNode;
  points: number;
  /** of the step under way */
  step: { verdict?: 'accept' | 'reject' | 'ignore'; fault?: string; points: number; hasEvidence?: true };
}

export interface Arena {
  readonly forge: BlockForge;
  readonly now: () => number;
  /** Before anything has happened. */
  readonly startAt: (time: number) => void;
  /** Moves the time on; nodes look around. */
  readonly wait: (ms: number) => Promise<void>;
  /** An honest miner finds this block, and everybody hears of it. */
  readonly honestBlock: (found: Pick<ForgedBlock, 'block'>) => Promise<void>;
  /** The attacker says this to these nodes, to all unless given. */
  readonly gossip: (message: Message | Uint8Array, to?: readonly string[]) => Promise<void>;
  readonly tell: (message: Message | Uint8Array, to?: readonly string[]) => Promise<void>;
  /** The person of each node sends this transaction. */
  readonly submit: (transaction: Uint8Array) => Promise<void>;
  /** What the attacker was asked since the last look. */
  readonly asked: () => readonly Asked[];
  /** what a node has that saw one key seal one slot twice */
  readonly evidence: () => Evidence | undefined;
  /** The rules by which the nodes' chains would not take this header now; empty where all would. */
  readonly judge: (sealed: SealedHeader) => readonly string[];
  /** The answers to what the attacker did since the last look. */
  readonly answers: () => readonly Answer[];
  readonly heads: () => readonly Hex32[];
  readonly height: () => number;
  /** The first honest node, for a look at its state. */
  readonly node: HandDrivenNode['node'];
  /** alarms of honest nodes since the beginning */
  readonly alarms: readonly string[];
  /** points that honest nodes took from honest nodes: there must be none */
  readonly friendlyPoints: () => number;
  /** Coins of all accounts, and what they must be. */
  readonly supply: () => Supply;
}

export type Asked = Message & { readonly from: string };

const attacker = 'mallory';
/** Whom honest blocks come from: a miner who does nothing else. */
const miner = 'miner';
const names = ['alice', 'bob', 'carol'] as const;
const dropAt = 100;
const deliveriesMax = 20_000;

interface Delivery {
  readonly to: string;
  readonly input: Input;
}

interface State {
  readonly honest: readonly Honest[];
  readonly alarms: string[];
  readonly asked: Asked[];
  readonly sentIds: { next: number };
  evidence: Evidence | undefined;
  friendly: number;
  time: number;
}

/** A block as it is pushed: with who rules next, where it carries that. */
export const blockMessage = ({ block }: Pick<ForgedBlock, 'block'>): Message => {
  const { validators } = block;
  const bytes = encodeBlock(block, block.transactions);
  return { type: 'block', block: bytes, ...(validators === undefined ? {} : { validators }) };
};

const bytesOf = (message: Message | Uint8Array): Uint8Array =>
  message instanceof Uint8Array ? message : encodeMessage(message);

const gossipInput = (peer: string, topic: GossipTopic, bytes: Uint8Array, id: number): Input => ({
  type: 'network',
  event: { type: 'gossip', peer, topic, messageId: `${peer} ${id}`, bytes },
});

const messageInput = (peer: string, bytes: Uint8Array): Input => ({
  type: 'network',
  event: { type: 'message', peer, bytes },
});

const noteForAttacker = (state: State, honest: Honest, bytes: Uint8Array): void => {
  const message = decodeMessage(bytes);
  if (!message.ok) return;
  if (message.value.type === 'refusal') honest.step.fault ??= message.value.reason;
  state.asked.push({ ...message.value, from: honest.name });
};

const takePoints = (state: State, honest: Honest, effect: Extract<Effect, { type: 'penalise' }>): Delivery[] => {
  if (effect.peer !== attacker) {
    if (effect.peer !== miner) state.friendly += effect.points;
    return [];
  }
  honest.points += effect.points;
  honest.step.points += effect.points;
  honest.step.fault ??= effect.reason;
  if (honest.points < dropAt || honest.points - effect.points >= dropAt) return [];
  return [
    {
      to: honest.name,
      input: { type: 'network', event: { type: 'peer-down', peer: attacker, reason: effect.reason } },
    },
  ];
};

const bodiesFor = async (
  honest: Honest,
  { peer, request, ids }: Extract<Effect, { type: 'serve-bodies' }>,
): Promise<Delivery[]> => {
  const blocks = (await honest.hand.store.getMany('body', ids)).filter((block) => block !== undefined);
  return [{ to: peer, input: messageInput(honest.name, encodeMessage({ type: 'blocks', request, blocks })) }];
};

/** What follows from one effect of an honest node. */
const follow = async (state: State, honest: Honest, effect: Effect): Promise<Delivery[]> => {
  switch (effect.type) {
    case 'send':
      if (effect.peer === attacker) noteForAttacker(state, honest, effect.bytes);
      return [{ to: effect.peer, input: messageInput(honest.name, effect.bytes) }];
    case 'publish':
      return state.honest
        .filter(({ name }) => name !== honest.name)
        .map(({ name }) => ({
          to: name,
          input: gossipInput(honest.name, effect.topic, effect.bytes, state.sentIds.next++),
        }));
    case 'judge':
      if (effect.messageId.startsWith(attacker)) honest.step.verdict = effect.verdict;
      return [];
    case 'penalise':
      return takePoints(state, honest, effect);
    case 'serve-bodies':
      return bodiesFor(honest, effect);
    case 'reply':
      if (!effect.reply.ok) honest.step.fault ??= effect.reply.error.type;
      return [];
    case 'event':
      if (effect.event.type === 'equivocation') {
        state.evidence = effect.event;
        honest.step.hasEvidence = true;
      }
      if (effect.event.type === 'alarm') state.alarms.push(`${honest.name}: ${effect.event.what}`);
      if (effect.event.type === 'log' && effect.event.fault !== undefined) honest.step.fault ??= effect.event.fault;
      return [];
    default:
      return [];
  }
};

/** Everything that follows, until nobody has anything to say. */
const deliver = async (state: State, first: readonly Delivery[]): Promise<void> => {
  const waiting = [...first];
  for (let done = 0; waiting.length > 0; done++) {
    if (done > deliveriesMax) throw new Error('the nodes do not come to rest');
    const { to, input } = waiting.shift() ?? { to: '', input: { type: 'tick' } as const };
    const honest = state.honest.find(({ name }) => name === to);
    if (honest === undefined) continue;
    for (const effect of await honest.hand.give(input, state.time)) {
      waiting.push(...(await follow(state, honest, effect)));
    }
  }
};

const answersOf = (state: State): readonly Answer[] =>
  state.honest.map((honest) => {
    const { step } = honest;
    honest.step = { points: 0 };
    return { node: honest.name, ...step, isCut: honest.points >= dropAt };
  });

/** Everybody meets everybody: honest nodes each other, the miner and the attacker. */
const introduce = async (state: State): Promise<void> => {
  const peers = [...names, miner, attacker];
  for (const { name } of state.honest) {
    const ups = peers.filter((peer) => peer !== name);
    const inputs = ups.map((peer): Delivery => ({
      to: name,
      input: { type: 'network', event: { type: 'peer-up', peer, path: 'direct', kind: 'tab' } },
    }));
    await deliver(state, inputs);
  }
};

const everybody: readonly string[] = names;

const topicOf = (bytes: Uint8Array): GossipTopic => {
  const message = decodeMessage(bytes);
  return message.ok && message.value.type === 'transactions' ? 'transaction' : 'block';
};

/** What the script and its attacker do. */
const actsOn = (state: State): Pick<Arena, 'wait' | 'honestBlock' | 'gossip' | 'tell' | 'submit' | 'asked'> => {
  const reached = (to: readonly string[]): readonly Honest[] =>
    state.honest.filter(({ name, points }) => to.includes(name) && points < dropAt);
  return {
    wait: async (ms) => {
      state.time += ms;
      await deliver(
        state,
        everybody.map((to) => ({ to, input: { type: 'tick' } })),
      );
    },
    honestBlock: async ({ block }) => {
      const bytes = encodeMessage(blockMessage({ block }));
      await deliver(
        state,
        everybody.map((to) => ({ to, input: gossipInput(miner, 'block', bytes, state.sentIds.next++) })),
      );
    },
    gossip: async (message, to = everybody) => {
      const bytes = bytesOf(message);
      const topic = topicOf(bytes);
      await deliver(
        state,
        reached(to).map(({ name }) => ({ to: name, input: gossipInput(attacker, topic, bytes, state.sentIds.next++) })),
      );
    },
    tell: async (message, to = everybody) => {
      const bytes = bytesOf(message);
      await deliver(
        state,
        reached(to).map(({ name }) => ({ to: name, input: messageInput(attacker, bytes) })),
      );
    },
    submit: async (bytes) => {
      const command = { type: 'submit-transaction', bytes } as const;
      await deliver(
        state,
        everybody.map((to) => ({ to, input: { type: 'command', number: state.sentIds.next++, command } })),
      );
    },
    asked: () => state.asked.splice(0),
  };
};

export const openArena = async (
  forge: BlockForge,
  signatureCheck: SignatureCheck,
  options: ArenaOptions = {},
): Promise<Arena> => {
  const honest: Honest[] = [];
  for (const name of names)
    honest.push({ name, hand: await driveByHand(forge, signatureCheck, options), points: 0, step: { points: 0 } });
  const [first] = honest;
  if (first === undefined) throw new Error('an arena without nodes');
  const state: State = {
    ...{ honest, alarms: [], asked: [], sentIds: { next: 0 }, friendly: 0, evidence: undefined },
    time: forge.spec.genesisTime + 1_000_000,
  };
  await introduce(state);
  return {
    forge,
    now: () => state.time,
    startAt: (time) => {
      state.time = time;
    },
    ...actsOn(state),
    answers: () => answersOf(state),
    heads: () => honest.map(({ hand }) => hand.node.chain.head().id),
    height: () => first.hand.node.chain.head().height,
    node: first.hand.node,
    alarms: state.alarms,
    friendlyPoints: () => state.friendly,
    evidence: () => state.evidence,
    judge: (sealed) =>
      honest.flatMap(({ hand }) => {
        const judged = hand.node.chain.judgeHeader(sealed, state.time);
        return judged.ok ? [] : [judged.error.type];
      }),
    supply: () => supplyOf(forge, first.hand.node.chain),
  };
};
