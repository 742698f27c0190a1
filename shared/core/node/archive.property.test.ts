// A node whose old headers leave memory against the plainest model of a node that keeps everything: for any forks, and
// starts in between, both stand on the same block with the same state and answer every question for headers and blocks
// alike, and what the node keeps is bounded.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createForge,
  createMemoryDisk,
  driveByHand,
  fixedWork,
  type ForgedBlock,
  type HandDrivenNode,
  openMemoryStore,
  testSpec,
  transferOf,
  walletOf,
} from '../../testing/index.ts';
import { readAccount } from '../state/index.ts';
import { decodeMessage, type Message } from '../wire/index.ts';
import type { Effect } from './index.ts';
import { serveBodies, serveHeaders } from './serve-stored.ts';

const limit = 8;
const step = 4;
const forge = createForge(testSpec({ consensus: fixedWork(0), reorgLimit: limit }));
const now = forge.spec.genesisTime + 1_000_000_000;
const alice = walletOf(1);
const isNight = process.env['TABCHAIN_NIGHTLY'] === '1';
const runs = isNight ? 200 : 10;
const timeout = isNight ? 1_200_000 : 60_000;

/** Knows all blocks; follows the higher chain, of equal ones that of the lower id, if it parts within the limit. */
const createModel = () => {
  const blocks: ForgedBlock[] = [forge.genesis];
  let path: readonly ForgedBlock[] = [forge.genesis];
  const head = (): ForgedBlock => path.at(-1) ?? forge.genesis;
  const pathTo = (tip: ForgedBlock): readonly ForgedBlock[] => {
    const up: ForgedBlock[] = [];
    for (let at: ForgedBlock | undefined = tip; at !== undefined; at = at.parent) up.push(at);
    return up.reverse();
  };
  return {
    blocks,
    path: () => path,
    head,
    learn: (block: ForgedBlock): void => {
      blocks.push(block);
      const isBetter = block.height === head().height ? block.id < head().id : block.height > head().height;
      const other = pathTo(block);
      const common = other.findLastIndex(({ id }, height) => path[height]?.id === id);
      if (isBetter && common >= head().height - limit) path = other;
    },
  };
};

type Model = ReturnType<typeof createModel>;

const build = (parent: ForgedBlock, amount: number): ForgedBlock => {
  const nonce = readAccount(parent.state, alice.publicKey)?.nonce ?? 0;
  const pay = transferOf(alice, walletOf(20).address, BigInt(amount) + 20_000n, { chainId: forge.chainId, nonce });
  return forge.build(parent, { transactions: amount === 0 ? [] : [pay], producer: walletOf(40 + amount).publicKey });
};

const open = (disk: ReturnType<typeof createMemoryDisk>): Promise<HandDrivenNode> =>
  driveByHand(forge, () => true, { store: openMemoryStore(disk), cacheBytesMax: 20_000 });

/** What the node sends, the driver's answers from the store among it. */
const answersOf = async ({ store }: HandDrivenNode, effects: readonly Effect[]): Promise<readonly Message[]> => {
  const sent: Uint8Array[] = [];
  const serving = {
    network: { send: (_peer: string, bytes: Uint8Array) => sent.push(bytes) },
    fromStore: <T>(call: (from: typeof store) => Promise<T>) => call(store),
    onEvent: () => {
      throw new Error('nothing is damaged');
    },
  };
  for (const effect of effects) {
    if (effect.type === 'send') sent.push(effect.bytes);
    if (effect.type === 'serve-headers') await serveHeaders(serving, effect);
    if (effect.type === 'serve-bodies') await serveBodies(serving, effect);
  }
  return sent.flatMap((bytes) => {
    const message = decodeMessage(bytes);
    return message.ok ? [message.value] : [];
  });
};

/** A question for headers of somebody who knows these blocks, and one for the bodies of some. */
const asksAlike = async (hand: HandDrivenNode, model: Model, asked: readonly ForgedBlock[]): Promise<void> => {
  const locator = asked.map(({ id }) => id);
  const headers = await answersOf(hand, await hand.tell('p', { type: 'get-headers', request: 7, locator }, now));
  const isOnPath = ({ id, height }: ForgedBlock): boolean => model.path()[height]?.id === id;
  const known = asked.find(isOnPath);
  const expected = model.path().slice((known?.height ?? 0) + 1);
  const answer = headers.find((message) => message.type === 'headers');
  expect(answer?.headers.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));

  const wanted = asked.filter((block) => isOnPath(block) && block.height > 0).slice(0, 16);
  const ids = wanted.map(({ id }) => id);
  const bodies = await answersOf(hand, await hand.tell('p', { type: 'get-blocks', request: 8, ids }, now));
  const blocks = bodies.find((message) => message.type === 'blocks');
  expect(blocks?.blocks).toEqual(wanted.map(({ bytes }) => bytes));
};

const standsAlike = (hand: HandDrivenNode, model: Model): void => {
  const { chain } = hand.node;
  const head = model.head();
  expect(chain.head().id).toBe(head.id);
  expect(chain.state.root()).toBe(head.state.root());
  for (const { id, height } of model.path()) expect([chain.idAt(height), chain.heightOf(id)]).toEqual([id, height]);
  expect(chain.idAt(head.height + 1)).toBeUndefined();
};

/** A snapshot is half a limit old at most, unless its block has left the chain: then as long again. */
const isBounded = ({ node: { chain } }: HandDrivenNode, model: Model): void => {
  const base = chain.tree.base().height;
  expect(chain.head().height - base).toBeLessThanOrEqual(2 * limit + 2 * step);
  expect(chain.tree.count()).toBeLessThanOrEqual(model.blocks.filter(({ height }) => height >= base).length);
  expect(base % step).toBe(0);
};

const growth = fc.record({
  /** blocks below the tip that the next one stands on */
  back: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat({ max: limit + 4 }) }),
  length: fc.integer({ min: 1, max: 12 }),
  amount: fc.nat({ max: 3 }),
  isRestarted: fc.integer({ min: 0, max: 5 }).map((draw) => draw === 0),
  asks: fc.array(fc.nat(), { maxLength: 6 }),
});

describe('for any forks and starts', () => {
  test('a node whose old headers leave memory is as one that keeps all', { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(growth, { minLength: 10, maxLength: 24 }), async (growths) => {
        const model = createModel();
        const disk = createMemoryDisk();
        let hand = await open(disk);
        await hand.peerUp('p', now);
        for (const { back, length, amount, isRestarted, asks } of growths) {
          let at = model.path().at(-1 - Math.min(back, model.head().height)) ?? forge.genesis;
          for (let i = 0; i < length; i++) {
            at = build(at, amount);
            await hand.tell('p', { type: 'block', block: at.bytes }, now);
            if (!model.blocks.some(({ id }) => id === at.id)) model.learn(at);
          }
          if (isRestarted) {
            hand = await open(disk);
            expect(hand.loaded).toMatchObject({ how: model.head().height === 0 ? 'fresh' : 'restored' });
            await hand.peerUp('p', now);
          }
          standsAlike(hand, model);
          isBounded(hand, model);
          await asksAlike(
            hand,
            model,
            asks.map((ask) => model.blocks[ask % model.blocks.length] ?? forge.genesis),
          );
        }
      }),
      { numRuns: runs },
    );
  });
});
