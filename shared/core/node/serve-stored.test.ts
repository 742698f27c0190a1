// Answers from the store: old headers and bodies, whole, in part, and where records are damaged.

import { beforeEach, describe, expect, test } from 'vitest';
import {
  createForge,
  createMemoryDisk,
  driveByHand,
  fixedWork,
  type HandDrivenNode,
  type MemoryDisk,
  openMemoryStore,
  testSpec,
  transferOf,
  walletOf,
} from '../../testing/index.ts';
import { decodeMessage, type Message, wireLimits } from '../wire/index.ts';
import { archivedHeadersKey } from './archive-records.ts';
import type { Effect, NodeEvent } from './index.ts';
import { serveBodies, serveHeaders } from './serve-stored.ts';

const forge = createForge(testSpec({ consensus: fixedWork(0), reorgLimit: 16 }));
const { chainId } = forge;
const pay = transferOf(walletOf(1), walletOf(2).address, 20_000n, { chainId, nonce: 0 });
const [payment] = forge.extend(forge.genesis, 1, { transactions: [pay] });
const blocks = payment === undefined ? [] : [payment, ...forge.extend(payment, 59)];
const now = forge.spec.genesisTime + 10_000_000;
/** The tree begins here; records of old headers have eight each. */
const base = 32;
const idAt = (height: number): string => (height === 0 ? forge.chainId : (blocks[height - 1]?.id ?? ''));

let disk: MemoryDisk;
let hand: HandDrivenNode;
let told: NodeEvent[];
beforeEach(async () => {
  disk = createMemoryDisk();
  told = [];
  hand = await driveByHand(forge, () => true, { store: openMemoryStore(disk), cacheBytesMax: 0 });
  await hand.peerUp('p', now);
  for (const { bytes } of blocks) await hand.tell('p', { type: 'block', block: bytes }, now);
  expect(hand.node.chain.tree.base().height).toBe(base);
});

/** What the peer hears, and which of the answers the driver read from the store. */
const ask = async (message: Message) => {
  const sent: Uint8Array[] = [];
  const serving = {
    network: { send: (_peer: string, bytes: Uint8Array) => sent.push(bytes) },
    fromStore: <T>(call: (store: typeof hand.store) => Promise<T>) => call(hand.store),
    onEvent: (event: NodeEvent) => told.push(event),
  };
  const effects = await hand.tell('p', message, now);
  for (const effect of effects) {
    if (effect.type === 'send') sent.push(effect.bytes);
    if (effect.type === 'serve-headers') await serveHeaders(serving, effect);
    if (effect.type === 'serve-bodies') await serveBodies(serving, effect);
  }
  const [answer] = sent.map(decodeMessage);
  if (answer?.ok !== true) throw new Error('there is no answer');
  return { answer: answer.value, isStored: effects.some(({ type }) => type.startsWith('serve')) };
};

const headersAfter = async (locator: readonly string[]) => {
  const { answer, isStored } = await ask({ type: 'get-headers', request: 5, locator });
  if (answer.type !== 'headers') throw new Error('another answer');
  return {
    heights: answer.headers.map(({ header }) => header.height),
    ids: answer.headers.map(({ id }) => id),
    isStored,
  };
};

const heightsFrom = (from: number, to = blocks.length): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

const rows = (table: 'header' | 'body'): Map<string, Uint8Array> => disk.get(table) ?? new Map<string, Uint8Array>();

describe('headers', () => {
  test.each([0, 1, 6, 7, 8, 9, 20, base - 2, base - 1, base, base + 1, 59, 60])(
    'after block %i come up to the head',
    async (known) => {
      const { heights, ids, isStored } = await headersAfter(['ab'.repeat(32), idAt(known), idAt(0)]);
      expect(heights).toEqual(heightsFrom(known + 1));
      expect(ids).toEqual(heights.map(idAt));
      expect(isStored).toBe(known < base - 1);
    },
  );

  test('after nothing that we have come from the first block on', async () => {
    expect((await headersAfter(['ab'.repeat(32)])).heights).toEqual(heightsFrom(1));
  });

  const damages: readonly (readonly [string, (old: Uint8Array) => Uint8Array | undefined])[] = [
    ['gone', () => undefined],
    ['cut', (old) => old.slice(0, 1000)],
    ['with a bit turned', (old) => old.map((byte, index) => (index === 700 ? byte ^ 1 : byte))],
    ['garbage', () => new Uint8Array([255, 255, 1])],
  ];

  test.each(damages)('of a record %s are made again from the bodies, and the record with them', async (_name, to) => {
    for (const key of [archivedHeadersKey(0), archivedHeadersKey(8)]) {
      const old = rows('header').get(key);
      if (old === undefined) throw new Error(`no record ${key}`);
      const next = to(old);
      if (next === undefined) rows('header').delete(key);
      else rows('header').set(key, next);
      const { heights, ids } = await headersAfter([idAt(0)]);
      expect(heights).toEqual(heightsFrom(1));
      expect(ids).toEqual(heights.map(idAt));
      expect(told).toMatchObject([{ type: 'log', level: 'warn' }]);
      expect(rows('header').get(key)).toEqual(old);
      told = [];
    }
  });

  test('that nothing can bring back end the answer before them', async () => {
    rows('header').delete(archivedHeadersKey(8));
    rows('body').delete(idAt(12));
    expect((await headersAfter([idAt(0)])).heights).toEqual(heightsFrom(1, 11));
    expect((await headersAfter([idAt(13)])).heights).toEqual([]);
    expect((await headersAfter([idAt(15)])).heights).toEqual(heightsFrom(16));
  });
});

describe('bodies', () => {
  const bodiesOf = async (ids: readonly string[]) => {
    const { answer } = await ask({ type: 'get-blocks', request: 6, ids });
    if (answer.type !== 'blocks') throw new Error('another answer');
    return answer.blocks;
  };

  test('of old blocks and of recent ones come in the order of the question', async () => {
    const wanted = [50, 3, 31, 32, 1, 60];
    const unknown = 'cd'.repeat(32);
    expect(await bodiesOf([unknown, ...wanted.map(idAt)])).toEqual(wanted.map((height) => blocks[height - 1]?.bytes));
  });

  test('that are not what their key names are not sent', async () => {
    const other = rows('body').get(idAt(4));
    if (other === undefined) throw new Error('no body');
    rows('body').set(idAt(3), other);
    rows('body').set(
      idAt(5),
      (rows('body').get(idAt(5)) ?? new Uint8Array(0)).map((byte, index) => (index === 100 ? byte ^ 1 : byte)),
    );
    rows('body').set(idAt(6), new Uint8Array([1, 2, 3]));
    expect(await bodiesOf([2, 3, 4, 5, 6, 7].map(idAt))).toEqual([2, 4, 7].map((height) => blocks[height - 1]?.bytes));
    expect(told).toHaveLength(3);
  });
});

describe('headers that come as an answer, old and ours,', () => {
  const alarmsIn = (effects: readonly Effect[]): number =>
    effects.filter((effect) => effect.type === 'event' && effect.event.type === 'alarm').length;
  const claim: Message = { type: 'status', head: 'ee'.repeat(32), height: 5000, weight: 1_000_000n };

  test('are passed over up to where the chains part, which is told', async () => {
    await hand.tell('p', claim, now);
    const old = blocks.slice(0, 10).map(({ block }) => block);
    const { reorgLimit } = forge.spec;
    const branch = forge.extend(blocks[9] ?? forge.genesis, reorgLimit + 1, { producer: walletOf(3).publicKey });
    const headers = [...old, ...branch.map(({ block }) => block)];
    const effects = await hand.tell('p', { type: 'headers', request: 1, headers }, now);
    expect(alarmsIn(effects)).toBe(1);
    expect(effects.some(({ type }) => type === 'penalise')).toBe(false);
    expect(hand.node.chain.head().id).toBe(blocks[59]?.id);
  });

  test(
    'and as many as a message has show that the peer lacks our base: asked on, and told where they part',
    { timeout: 60_000 },
    async () => {
      const long = forge.extend(blocks[59] ?? forge.genesis, wireLimits.headersMax);
      for (const { bytes } of long) await hand.tell('p', { type: 'block', block: bytes }, now);
      await hand.tell('p', claim, now);
      const headers = [...blocks, ...long].slice(0, wireLimits.headersMax).map(({ block }) => block);
      const effects = await hand.tell('p', { type: 'headers', request: 1, headers }, now);
      expect(alarmsIn(effects)).toBe(0);
      const last = headers.at(-1);
      const later = await hand.give({ type: 'tick' }, now + 1000);
      const asked = later.flatMap((effect) => (effect.type === 'send' ? [decodeMessage(effect.bytes)] : []));
      const [question] = asked.flatMap((one) => (one.ok && one.value.type === 'get-headers' ? [one.value] : []));
      expect(question?.locator[0]).toBe(last?.id);
      const branch = forge.extend(
        [...blocks, ...long][headers.length - 1] ?? forge.genesis,
        forge.spec.reorgLimit + 1,
        {
          producer: walletOf(3).publicKey,
        },
      );
      const answer = {
        type: 'headers',
        request: question?.request ?? 0,
        headers: branch.map(({ block }) => block),
      } as const;
      expect(alarmsIn(await hand.tell('p', answer, now + 1000))).toBe(1);
    },
  );
});
