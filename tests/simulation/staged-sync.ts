// A first sync from scripted peers on a virtual clock: the real core, questions and answers on simulated links, whoever
// answers one does so at once, and who stalls lets it lie. Tells what it took. Owns the clock and the links; bounded by
// `deadlineMs`.

import type { SignatureCheck } from '../../shared/core/crypto/index.ts';
import type { Effect } from '../../shared/core/node/index.ts';
import { decodeMessage, type Message } from '../../shared/core/wire/index.ts';
import { type BlockForge, driveByHand, type ForgedBlock } from '../../shared/testing/index.ts';
import {
  createChannel,
  createVirtualTime,
  drawCharacter,
  seededRandom,
} from '../../shared/testing/simulation/index.ts';

export interface StagedPeer {
  readonly id: string;
  /** questions that it lets lie */
  readonly stalls: (question: Message) => boolean;
}

export interface StagedSync {
  readonly forge: BlockForge;
  readonly signatureCheck: SignatureCheck;
  readonly blocks: readonly ForgedBlock[];
  readonly peers: readonly StagedPeer[];
  readonly seed: number;
}

export interface SyncCourse {
  readonly tookMs: number;
  /** bodies that were sent, beside each other those that came twice */
  readonly bodiesSent: number;
}

const links = {
  latencyMs: [50, 150],
  lossPermille: [0, 10],
  duplicatePermille: 0,
  relayedPermille: 0,
  bytesPerMs: [125, 2500],
} as const;
const deadlineMs = 3_600_000;
const lateMs = 1_000_000_000;

interface Chain {
  readonly blocks: readonly ForgedBlock[];
  readonly heights: ReadonlyMap<string, number>;
}

const answerTo = ({ blocks, heights }: Chain, question: Message): Message | undefined => {
  if (question.type === 'get-headers') {
    const from = Math.max(0, ...question.locator.map((id) => heights.get(id) ?? 0));
    return { type: 'headers', request: question.request, headers: blocks.slice(from, from + 2000).map((b) => b.block) };
  }
  if (question.type !== 'get-blocks') return undefined;
  const found = question.ids.flatMap((id) => blocks[(heights.get(id) ?? 0) - 1] ?? []);
  return { type: 'blocks', request: question.request, blocks: found.map(({ bytes }) => bytes) };
};

export const syncFrom = async ({ forge, signatureCheck, blocks, peers, seed }: StagedSync): Promise<SyncCourse> => {
  const tip = blocks.at(-1) ?? forge.genesis;
  const weight = blocks.reduce((sum, { header }) => sum + forge.engine.weight(header), 0n);
  const chain: Chain = { blocks, heights: new Map(blocks.map(({ id, height }) => [id, height])) };
  const hand = await driveByHand(forge, signatureCheck, { start: 'blocks' });
  const time = createVirtualTime(forge.spec.genesisTime + lateMs);
  const random = seededRandom(seed);
  const began = time.now();
  const arrived: { readonly peer: string; readonly message: Message }[] = [];
  let bodiesSent = 0;
  let wakesAt = Number.POSITIVE_INFINITY;
  const lines = new Map(
    peers.map(({ id, stalls }) => {
      const character = drawCharacter(random, links);
      const there = createChannel(time, random.fork(), character);
      const back = createChannel(time, random.fork(), character);
      const ask = (bytes: Uint8Array): void => {
        there.stream(bytes.length, () => {
          const question = decodeMessage(bytes);
          const message = question.ok && !stalls(question.value) ? answerTo(chain, question.value) : undefined;
          if (message === undefined) return;
          if (message.type === 'blocks') bodiesSent += message.blocks.length;
          const length = message.type === 'blocks' ? message.blocks.reduce((sum, one) => sum + one.length, 0) : 600_000;
          back.stream(length, () => arrived.push({ peer: id, message }));
        });
      };
      return [id, ask];
    }),
  );
  const perform = (effects: readonly Effect[]): void => {
    for (const effect of effects) {
      if (effect.type === 'send') lines.get(effect.peer)?.(effect.bytes);
      if (effect.type === 'penalise') throw new Error(`${effect.peer} lost points: ${effect.reason}`);
      if (effect.type === 'wake-at') {
        wakesAt = effect.time ?? Number.POSITIVE_INFINITY;
        if (effect.time !== undefined) time.at(effect.time, () => undefined);
      }
    }
  };
  for (const { id } of peers) {
    perform(await hand.peerUp(id, time.now()));
    perform(await hand.tell(id, { type: 'status', head: tip.id, height: tip.height, weight }, time.now()));
  }
  while (hand.node.chain.head().id !== tip.id) {
    if (!time.step(began + deadlineMs)) throw new Error('the sync does not come to its end');
    const wakes = wakesAt <= time.now();
    if (wakes) perform(await hand.give({ type: 'tick' }, time.now()));
    for (let next = arrived.shift(); next !== undefined; next = arrived.shift()) {
      perform(await hand.tell(next.peer, next.message, time.now()));
    }
  }
  return { tookMs: time.now() - began, bodiesSent };
};
