/** Signatures checked ahead on other threads change how long it takes, and nothing that anybody sees. */
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import {
  createForge,
  openMemoryStore,
  richWallets,
  testSpec,
  transferOf,
  walletOf,
  withOtherSignature,
} from '../../testing/index.ts';
import type { Transaction } from '../model/index.ts';
import { encodeMessage, type Message } from '../wire/index.ts';
import { createNode } from './create-node.ts';
import { loadChain } from './load-chain.ts';
import type { NetworkEvent, SignedBytes, Verifier } from './ports.ts';
import { runNode } from './run-node.ts';
import { toHex } from '../bytes/index.ts';

const nothing = (): void => undefined;
const spec = testSpec();
const forge = createForge(spec);
const wallets = richWallets();
/** payments of a block: four of each of the five wallets */
const payments = 20;

const signed = new Map<string, Transaction>();

/** Signed once: the same payment is the same bytes. */
const pay = (height: number, index: number): Transaction => {
  const key = `${height} ${index}`;
  const known = signed.get(key);
  if (known !== undefined) return known;
  const wallet = wallets[index % wallets.length] ?? walletOf(1);
  const nonce = height * (payments / wallets.length) + Math.floor(index / wallets.length);
  const payment = transferOf(wallet, walletOf(2).address, 1n, { chainId: forge.chainId, nonce });
  signed.set(key, payment);
  return payment;
};

/** The signatures that are wrong, by their bytes: cheap to decide, and the same for node and verifier. */
const wrong = new Set<string>();
const signatureCheck = (signature: Uint8Array): boolean => !wrong.has(toHex(signature));

/** The same payment with a signature that is wrong. */
const spoilt = (transaction: Transaction): Transaction => {
  const other = withOtherSignature(transaction, new Uint8Array(64).fill(transaction.nonce + 1));
  wrong.add(toHex(other.signature));
  return other;
};

const payAll = (height: number, wrongAt?: number): readonly Transaction[] =>
  Array.from({ length: payments }, (_, index) => (index === wrongAt ? spoilt(pay(height, index)) : pay(height, index)));

/** Blocks of twenty payments each; the one at `bad` has a wrong signature at `place`. */
const chainOfBlocks = (bad: number, place: number): readonly Message[] => {
  const messages: Message[] = [];
  let parent = forge.genesis;
  for (let height = 0; height < 4; height++) {
    const transactions = payAll(height, height === bad ? place : undefined);
    parent = forge.build(parent, { transactions });
    messages.push({ type: 'block', block: parent.bytes });
  }
  return messages;
};

interface Seen {
  readonly calls: readonly string[];
  readonly checkedInPlace: number;
}

/** All that a node does about these messages, in order. */
const watch = async (messages: readonly Message[], verifier: Verifier | undefined): Promise<Seen> => {
  const calls: string[] = [];
  let checkedInPlace = 0;
  const check = (signature: Uint8Array): boolean => {
    checkedInPlace++;
    return signatureCheck(signature);
  };
  const now = spec.genesisTime + 3_600_000;
  const store = openMemoryStore();
  const loaded = await loadChain({ spec, engine: forge.engine, signatureCheck: check, store, now });
  const node = createNode({ ...loaded, signatureCheck: check });
  const note = (...words: readonly unknown[]): void => void calls.push(words.join(' '));
  const events: NetworkEvent[] = [
    { type: 'peer-up', peer: 'p', path: 'direct', kind: 'tab' },
    ...messages.map((message, i): NetworkEvent => {
      const topic = message.type === 'block' ? 'block' : 'transaction';
      return { type: 'gossip', peer: 'p', topic, messageId: String(i), bytes: encodeMessage(message) };
    }),
  ];
  const running = runNode(
    node,
    {
      store: {
        ...store,
        commit: (writes, durability) => {
          note('commit', durability, writes.map(([table, key]) => `${table}/${key}`).join(' '));
          return store.commit(writes, durability);
        },
      },
      network: {
        listen: (listener) => {
          for (const event of events) listener(event);
          return nothing;
        },
        send: (peer, bytes) => note('send', peer, toHex(bytes)),
        publish: (topic, bytes) => note('publish', topic, toHex(bytes)),
        judge: (messageId, verdict) => note('judge', messageId, verdict),
        penalise: (peer, points, reason) => note('penalise', peer, points, reason),
      },
      clock: { now: () => now, wakeAt: nothing },
      sealer: { start: nothing, stop: nothing, hashRate: () => 0 },
      ...(verifier === undefined ? {} : { verifier }),
    },
    {
      onSnapshot: ({ height }) => note('at', height),
      onEvent: nothing,
      onMove: nothing,
      onFailure: (cause) => note(cause),
    },
  );
  await running.submit({ type: 'stop-producing' });
  await running.stop();
  return { calls, checkedInPlace };
};

/** Answers each batch after `turns` turns of the event loop, so that later batches may be answered before earlier ones. */
const verifierWith = (turns: () => number, answer: (signed: SignedBytes) => boolean): Verifier => ({
  verify: async (batch) => {
    for (let left = turns(); left > 0; left--) {
      await new Promise<void>((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          resolve();
        };
        port2.postMessage(0);
      });
    }
    return batch.map(answer);
  },
});

const honest = ({ signature }: SignedBytes): boolean => signatureCheck(signature);

describe('verifying ahead', () => {
  test('leaves nothing to be checked in place where all signatures are right', async () => {
    const seen = await watch(
      chainOfBlocks(-1, 0),
      verifierWith(() => 3, honest),
    );
    expect(seen.checkedInPlace).toBe(0);
    expect(seen.calls.at(-1)).toBe('at 4');
  });

  test('a verifier whose threads fail costs time only', async () => {
    const messages = chainOfBlocks(-1, 0);
    const alone = await watch(messages, undefined);
    const failing = await watch(
      messages,
      verifierWith(
        () => 1,
        () => false,
      ),
    );
    expect(failing).toEqual(alone);
    expect(alone.checkedInPlace).toBe(4 * payments);
  });

  test('does what a node alone does, in the same order, wherever a wrong signature stands and whoever answers first', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -1, max: 3 }),
        fc.integer({ min: 0, max: payments - 1 }),
        fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 8, maxLength: 8 }),
        fc.integer({ min: 0, max: 4 }),
        async (bad, place, turns, at) => {
          const loose: Message = {
            type: 'transactions',
            transactions: payAll(4, place).map(({ bytes }) => bytes),
          };
          const messages = chainOfBlocks(bad, place).toSpliced(at, 0, loose);
          let batches = 0;
          const answers = verifierWith(() => turns[batches++ % turns.length] ?? 0, honest);
          const ahead = await watch(messages, answers);
          expect(ahead.calls).toEqual((await watch(messages, undefined)).calls);
        },
      ),
      { numRuns: 15 },
    );
  });

  test('a block without a seal worth having buys no work of other threads', async () => {
    const cheap = forge.build(forge.genesis, { transactions: payAll(0), unsealed: true });
    let asked = 0;
    const verifier = verifierWith(
      () => 0,
      () => {
        asked += 1;
        return true;
      },
    );
    const seen = await watch([{ type: 'block', block: cheap.bytes }], verifier);
    expect(asked).toBe(0);
    expect(seen.calls).toContain('judge 0 reject');
  });
});
