// Headers that are weighed before they are kept: a long chain becomes ours only when it is shown to be heavier, and what is
// kept then is what was weighed. Answers are short here, as they are where headers are long.

import { describe, expect, test } from 'vitest';
import { createForge, fixedWork, type ForgedBlock, testSpec, walletOf } from '../../testing/index.ts';
import { type Chain, createChain } from '../chain/index.ts';
import { createSync, type Sync, type SyncRequest } from './index.ts';

const spec = testSpec({ consensus: fixedWork(0), reorgLimit: 10_000 });
const forge = createForge(spec);
const now = spec.genesisTime + 100_000_000;
/** More than are kept as a short branch. */
const ourLength = 2100;
const perAnswer = 700;

const ours = forge.extend(forge.genesis, ourLength);
const theirs = forge.extend(forge.genesis, ourLength + 50, { producer: walletOf(1).publicKey });
const others = forge.extend(forge.genesis, ourLength + 60, { producer: walletOf(2).publicKey });
const oneWeight = forge.engine.weight(forge.build(forge.genesis).header);

const newChain = (): Chain =>
  createChain({
    ...{ spec, engine: forge.engine, genesis: forge.genesisOf() },
    ...{ signatureCheck: () => true, isVerified: () => true },
  });

const claimOf = (blocks: readonly ForgedBlock[]) => ({
  head: blocks.at(-1)?.id ?? '',
  height: blocks.length,
  weight: BigInt(blocks.length) * oneWeight,
});

interface Walk {
  readonly chain: Chain;
  readonly sync: Sync;
  /** The next question for headers to any of these peers, when its time has come. */
  readonly nextQuestion: () => SyncRequest | undefined;
  /** Answers it out of a chain; returns how many headers stayed. */
  readonly answer: (question: SyncRequest, blocks: readonly ForgedBlock[]) => number;
  readonly at: () => number;
}

const begin = (chain: Chain, peers: readonly string[], minimumWeight = 0n): Walk => {
  const sync = createSync({ minimumWeight });
  for (const peer of peers) sync.addPeer(peer);
  let at = now;
  return {
    chain,
    sync,
    at: () => at,
    nextQuestion: () => {
      for (let wake: number | undefined = at; wake !== undefined && wake < now + 600_000; wake = sync.wakeAt(at)) {
        at = Math.max(at, wake);
        const question = sync.plan(chain, at, false).find(({ message }) => message.type === 'get-headers');
        if (question !== undefined) return question;
      }
      return undefined;
    },
    answer: ({ peer, message }, blocks) => {
      if (message.type !== 'get-headers') throw new Error('no headers were asked for');
      expect(sync.onHeaders(peer, message.request)).toBe(true);
      const known = blocks.findLastIndex(({ id }) => message.locator.includes(id));
      const headers = blocks.slice(known + 1, known + 1 + perAnswer).map(({ block }) => block);
      const before = chain.tree.count();
      const { keep, isProven, known: old, walk } = sync.weigh(chain, peer, headers, at);
      let last = old;
      for (const node of keep) {
        const kept = chain.keepHeader(node, isProven);
        if (kept.ok) last = kept.value;
      }
      sync.learned(chain, peer, { count: headers.length, last, isNews: last !== old, walk }, at);
      return chain.tree.count() - before;
    },
  };
};

const withOurs = (): Chain => {
  const chain = newChain();
  for (const { block } of ours) expect(chain.acceptHeader(block, now)).toMatchObject({ ok: true });
  return chain;
};

/** Answers all questions out of one chain; returns what each answer left. */
const serve = (walk: Walk, blocks: readonly ForgedBlock[]): readonly number[] => {
  const kept: number[] = [];
  for (let asked = walk.nextQuestion(); asked !== undefined; asked = walk.nextQuestion()) {
    kept.push(walk.answer(asked, blocks));
    expect(kept.length).toBeLessThan(20);
  }
  return kept;
};

describe('a chain longer than a short branch', () => {
  test('is kept once it is shown to be heavier, up to what was shown, and followed', () => {
    const walk = begin(withOurs(), ['peer']);
    walk.sync.claim('peer', claimOf(theirs));
    // 700, 1,400, 2,100 are too light; with 2,150 it is enough, and the same comes again.
    expect(serve(walk, theirs)).toEqual([0, 0, 0, 0, 700, 700, 700, 50]);
    expect(walk.chain.bestHeader().id).toBe(theirs.at(-1)?.id);
  });

  test('that ends lighter than it claims leaves nothing, and is asked for less and less often', () => {
    const walk = begin(withOurs(), ['liar']);
    const asked: number[] = [];
    while (asked.length < 13) {
      walk.sync.claim('liar', { ...claimOf(theirs), head: 'ee'.repeat(32) });
      const question = walk.nextQuestion();
      if (question === undefined) throw new Error('no question');
      asked.push(walk.at());
      expect(walk.answer(question, theirs.slice(0, ourLength))).toBe(0);
    }
    // Three answers lead on, the fourth is empty; between those that are only weighed there is a rest.
    const pauses = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
    expect(pauses).toEqual([200, 200, 200, 1000, 200, 200, 200, 2000, 200, 200, 200, 4000]);
    expect(walk.chain.tree.count()).toBe(ourLength + 1);
  });

  test('that turns out to be another one when it is fetched leaves nothing', () => {
    const walk = begin(withOurs(), ['turncoat']);
    walk.sync.claim('turncoat', claimOf(theirs));
    for (let answers = 0; answers < 4; answers++) {
      const question = walk.nextQuestion();
      if (question === undefined) throw new Error('no question');
      expect(walk.answer(question, theirs)).toBe(0);
    }
    const fetching = walk.nextQuestion();
    if (fetching === undefined) throw new Error('no question');
    expect(walk.answer(fetching, others)).toBe(0);
    expect(walk.chain.tree.count()).toBe(ourLength + 1);
    expect(walk.nextQuestion()).toBeUndefined();
    // It may still show what it has.
    walk.sync.claim('turncoat', claimOf(others));
    expect(serve(walk, others).at(-1)).toBe(60);
    expect(walk.chain.bestHeader().id).toBe(others.at(-1)?.id);
  });

  test('is kept by a newcomer once it weighs what the network is known to, and not before', () => {
    const walk = begin(newChain(), ['light', 'peer'], BigInt(ourLength) * oneWeight);
    walk.sync.claim('light', { ...claimOf(theirs), weight: 2n ** 200n });
    const light = serve(walk, theirs.slice(0, ourLength - 1));
    expect(light).toEqual([0, 0, 0, 0]);
    walk.sync.claim('peer', claimOf(theirs));
    expect(serve(walk, theirs)).toEqual([0, 0, 0, 700, 700, 700, 50]);
    expect(walk.chain.bestHeader().id).toBe(theirs.at(-1)?.id);
  });
});

test('answers that are short because their headers are long are asked on until the claimed head is there', () => {
  const walk = begin(newChain(), ['peer']);
  walk.sync.claim('peer', claimOf(theirs));
  expect(serve(walk, theirs)).toEqual([700, 700, 700, 50]);
});

test('a short branch near our best header is kept, though it is lighter', () => {
  const walk = begin(withOurs(), ['peer']);
  const branch = forge.extend(ours[ourLength - 10] ?? forge.genesis, 5, { producer: walletOf(3).publicKey });
  walk.sync.hint('peer');
  const question = walk.nextQuestion();
  if (question === undefined) throw new Error('no question');
  expect(walk.answer(question, [...ours.slice(0, ourLength - 9), ...branch])).toBe(5);
});

test('who shows much that is not kept comes after who has not', () => {
  const walk = begin(withOurs(), ['heavy', 'honest']);
  walk.sync.claim('heavy', { head: 'ee'.repeat(32), height: 9999, weight: 2n ** 200n });
  const first = walk.nextQuestion();
  expect(first?.peer).toBe('heavy');
  if (first === undefined) throw new Error('no question');
  walk.answer(first, others);
  walk.sync.claim('honest', claimOf(theirs));
  expect(walk.nextQuestion()?.peer).toBe('honest');
});
