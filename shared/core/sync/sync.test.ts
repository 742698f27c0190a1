// Catching up, against scripted peers: honest, slow, silent and lying. Requests are what `plan` hands out; a test answers
// them as a node would.

import { describe, expect, test } from 'vitest';
import {
  createForge,
  fixedWork,
  type ForgedBlock,
  loadSignatureCheck,
  longAfter,
  openTestChain,
  testSpec,
  walletOf,
} from '../../testing/index.ts';
import type { BlockNode, Chain } from '../chain/index.ts';
import { wireLimits } from '../wire/index.ts';
import { createSync, locatorOf, type Sync, type SyncRequest } from './index.ts';

const check = await loadSignatureCheck();

const forge = createForge(testSpec({ consensus: fixedWork(0) }));
const long = forge.extend(forge.genesis, 300);
const unknown = 'ee'.repeat(32);

const blockAt = (height: number): ForgedBlock => {
  const block = long[height - 1];
  if (block === undefined) throw new Error(`no block ${height}`);
  return block;
};

const weightAt = (height: number): bigint => BigInt(height) * forge.engine.weight(blockAt(1).header);
const claimAt = (height: number) => ({ head: blockAt(height).id, height, weight: weightAt(height) });

interface Table {
  readonly sync: Sync;
  readonly chain: Chain;
  readonly plan: (now: number) => readonly SyncRequest[];
  /** Answers a request for headers out of a chain of blocks. */
  readonly answerHeaders: (request: SyncRequest | undefined, blocks: readonly ForgedBlock[]) => void;
  readonly takeHeaders: (blocks: readonly ForgedBlock[]) => void;
  readonly takeBodies: (blocks: readonly ForgedBlock[]) => void;
  readonly asked: string[];
}

const tableFor = (peers: readonly string[]): Table => {
  const sync = createSync();
  const chain = openTestChain(forge, check);
  for (const peer of peers) sync.addPeer(peer);
  const asked: string[] = [];
  let planned = 0;
  const take = ({ block }: ForgedBlock): BlockNode | undefined => {
    const node = chain.acceptHeader(block, longAfter);
    return node.ok ? node.value : undefined;
  };
  return {
    sync,
    chain,
    asked,
    plan: (now) => {
      planned = now;
      const requests = sync.plan(chain, now);
      asked.push(...requests.map(({ peer, message }) => `${message.type} ${peer}`));
      return requests;
    },
    answerHeaders: (request, blocks) => {
      if (request?.message.type !== 'get-headers') throw new Error('no headers were asked for');
      expect(sync.onHeaders(request.peer, request.message.request)).toBe(true);
      let last: BlockNode | undefined;
      const before = chain.tree.count();
      for (const block of blocks) last = take(block) ?? last;
      sync.learned(chain, request.peer, { count: blocks.length, last, isNews: chain.tree.count() > before }, planned);
    },
    takeHeaders: (blocks) => {
      for (const block of blocks) take(block);
    },
    takeBodies: (blocks) => {
      for (const { id, block } of blocks) {
        const node = chain.tree.get(id);
        if (node !== undefined) chain.acceptBody(node, block);
      }
      chain.advance();
    },
  };
};

const headersFor = (requests: readonly SyncRequest[]): SyncRequest | undefined =>
  requests.find(({ message }) => message.type === 'get-headers');

const idsIn = (request: SyncRequest | undefined): readonly string[] =>
  request?.message.type === 'get-blocks' ? request.message.ids : [];

const answerBlocks = ({ sync }: Table, request: SyncRequest | undefined, ids: readonly string[]) => {
  if (request?.message.type !== 'get-blocks') throw new Error('no blocks were asked for');
  return sync.onBlocks(request.peer, request.message.request, ids);
};

describe('headers', () => {
  test('are asked of the peer with the heaviest claim, one at a time', () => {
    const table = tableFor(['a', 'b', 'c']);
    table.sync.claim('a', claimAt(10));
    table.sync.claim('b', claimAt(30));
    table.sync.claim('c', claimAt(20));
    expect(table.plan(0)).toMatchObject([{ peer: 'b', message: { type: 'get-headers', locator: [forge.chainId] } }]);
    expect(table.plan(1)).toEqual([]);
    table.answerHeaders({ peer: 'b', message: { type: 'get-headers', request: 1, locator: [] } }, long.slice(0, 30));
    expect(headersFor(table.plan(2))).toBeUndefined();
  });

  test('are not asked of one who claims no more than we have, or what we know', () => {
    const table = tableFor(['a', 'b']);
    table.takeHeaders(long.slice(0, 5));
    table.takeBodies(long.slice(0, 5));
    table.sync.claim('a', claimAt(5));
    table.sync.claim('b', { head: unknown, height: 9, weight: weightAt(5) });
    expect(table.plan(0)).toEqual([]);
    expect(table.sync.state(table.chain)).toBe('following');
  });

  test('are asked of one who named an unknown block', () => {
    const table = tableFor(['a', 'b']);
    table.sync.hint('b');
    expect(table.plan(0)).toMatchObject([{ peer: 'b', message: { type: 'get-headers' } }]);
  });

  test('of one who does not answer are asked of another after 2 s; its pauses double up to 64 s', () => {
    const table = tableFor(['liar', 'honest']);
    const starts: number[] = [];
    let now = 0;
    table.sync.claim('honest', claimAt(10));
    table.sync.claim('liar', { head: unknown, height: 999, weight: weightAt(250) });
    expect(headersFor(table.plan(now))?.peer).toBe('liar');
    expect(table.sync.wakeAt(now)).toBe(2000);
    expect(table.plan(1999)).toEqual([]);
    expect(headersFor(table.plan(2000))?.peer).toBe('honest');
    table.sync.removePeer('honest');
    for (let round = 0; round < 8; round++) {
      now = table.sync.wakeAt(now) ?? now;
      while (headersFor(table.plan(now)) === undefined) now = table.sync.wakeAt(now) ?? now + 1_000_000;
      starts.push(now);
    }
    const gaps = starts.slice(1).map((start, i) => start - (starts[i] ?? 0));
    expect(gaps).toEqual([8000, 16_000, 32_000, 64_000, 128_000, 128_000, 128_000]); // asked for as long as muted
  });

  test('a peer that has stalled comes after one that has not, whatever it claims', () => {
    const table = tableFor(['liar', 'honest']);
    table.sync.claim('liar', { head: unknown, height: 999, weight: weightAt(250) });
    table.plan(0);
    table.sync.claim('honest', claimAt(10));
    expect(headersFor(table.plan(5000))?.peer).toBe('honest');
    expect(headersFor(table.plan(7000))?.peer).toBe('liar');
  });

  test('that come late are passed over', () => {
    const table = tableFor(['a', 'b']);
    table.sync.claim('a', claimAt(10));
    const request = headersFor(table.plan(0));
    if (request?.message.type !== 'get-headers') throw new Error('nothing was asked');
    table.plan(2000);
    expect(table.sync.onHeaders('a', request.message.request)).toBe(false);
    expect(table.sync.onHeaders('b', request.message.request)).toBe(false);
  });

  test.each<[string, readonly ForgedBlock[]]>([
    ['nothing', []],
    ['what we know', long.slice(0, 3)],
    ['what we know, as much as there may be', Array<ForgedBlock>(wireLimits.headersMax).fill(blockAt(1))],
    ['what stands on nothing', Array<ForgedBlock>(wireLimits.headersMax).fill(blockAt(200))],
  ])('a liar that answers with %s is not asked again until it claims again', (_name, answer) => {
    const table = tableFor(['liar', 'honest']);
    table.takeHeaders(long.slice(0, 3));
    table.sync.claim('liar', { head: unknown, height: 999, weight: weightAt(250) });
    table.sync.claim('honest', claimAt(10));
    const requests: (string | undefined)[] = [];
    for (let now = 0; now < 10; now++) {
      const request = headersFor(table.plan(now));
      requests.push(request?.peer);
      if (request?.peer === 'liar') table.answerHeaders(request, answer);
    }
    const ofLiar = requests.filter((peer) => peer === 'liar');
    expect(ofLiar.length).toBeLessThanOrEqual(2);
    expect(requests).toContain('honest');
  });

  test('of a branch that is not our best yet are asked on from where they ended', () => {
    const table = tableFor(['a']);
    const ours = forge.extend(forge.genesis, 12, { producer: walletOf(1).publicKey });
    table.takeHeaders(ours);
    table.sync.claim('a', claimAt(300));
    const first = headersFor(table.plan(0));
    // As full as an answer can be, and still lighter than our own chain.
    const padded = [...Array<ForgedBlock>(wireLimits.headersMax - 10).fill(blockAt(1)), ...long.slice(0, 10)];
    table.answerHeaders(first, padded);
    const second = headersFor(table.plan(1));
    expect(table.chain.bestHeader().id).toBe(ours[11]?.id);
    expect(second?.message).toMatchObject({ type: 'get-headers' });
    expect(second?.message.type === 'get-headers' ? second.message.locator[0] : undefined).toBe(blockAt(10).id);
    table.answerHeaders(second, long.slice(10));
    expect(table.chain.bestHeader().id).toBe(blockAt(300).id);
  });
});

describe('bodies', () => {
  const ready = (peers: readonly string[], count = 300): Table => {
    const table = tableFor(peers);
    table.takeHeaders(long.slice(0, count));
    for (const peer of peers) table.sync.claim(peer, claimAt(count));
    return table;
  };

  test('are asked of all peers at once, twice sixteen each, the lowest first, each of one', () => {
    const table = ready(['a', 'b', 'c']);
    const requests = table.plan(0);
    expect(requests.map(({ peer }) => peer)).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
    expect(requests.flatMap((request) => idsIn(request))).toEqual(long.slice(0, 96).map(({ id }) => id));
    expect(table.sync.state(table.chain)).toBe('bodies');
    expect(table.plan(1)).toEqual([]);
  });

  test('one question travels while the blocks of the other are executed; whoever owes one is not waited for with both', () => {
    const table = ready(['a']);
    const [first, second] = table.plan(0);
    const answered = long.slice(0, 16);
    table.takeBodies(answered);
    answerBlocks(table, first, idsIn(first));
    const [third] = table.plan(10);
    expect(idsIn(third)).toEqual(long.slice(32, 48).map(({ id }) => id));
    // The answer to the second is late: its blocks and those of the third question are asked of another.
    table.sync.addPeer('b');
    table.sync.claim('b', claimAt(300));
    const again = table.plan(4000);
    expect(again.map(({ peer }) => peer)).toEqual(['b', 'b']);
    expect(again.map((request) => idsIn(request))).toEqual([idsIn(second), idsIn(third)]);
    expect(answerBlocks(table, second, idsIn(second))).toBeUndefined();
  });

  test('are asked no further ahead than the window', () => {
    const peers = Array.from({ length: 12 }, (_, i) => `p${i}`);
    const table = ready(peers);
    const ids = table.plan(0).flatMap((request) => idsIn(request));
    expect(ids).toHaveLength(128);
    expect(ids.at(-1)).toBe(blockAt(128).id);
    table.takeBodies(long.slice(8, 100)); // everything but the first: the head does not move
    expect(table.plan(1)).toEqual([]);
  });

  test('go on as answers come, until all are there', () => {
    const table = ready(['a', 'b'], 100);
    for (let now = 0; table.chain.head().height < 100; now++) {
      const requests = table.plan(now);
      expect(requests.length).toBeGreaterThan(0);
      for (const request of requests) {
        const ids = idsIn(request);
        table.takeBodies(long.filter(({ id }) => ids.includes(id)));
        expect(answerBlocks(table, request, ids)).toEqual(new Set(ids));
      }
    }
    expect(table.plan(1000)).toEqual([]);
    expect(table.sync.state(table.chain)).toBe('following');
  });

  test('that do not come in 2 s are asked of another; a late answer is told from a right one', () => {
    const table = ready(['silent', 'good'], 10);
    const [silent] = table.plan(0);
    expect([silent?.peer, idsIn(silent).length]).toEqual(['silent', 10]);
    const [again] = table.plan(2000);
    expect([again?.peer, idsIn(again)]).toEqual(['good', idsIn(silent)]);
    expect(answerBlocks(table, silent, idsIn(silent))).toBeUndefined();
    expect(answerBlocks(table, again, idsIn(again))).toEqual(new Set(idsIn(again)));
    expect(answerBlocks(table, again, idsIn(again))).toBeUndefined();
  });

  test('that a peer does not have are not asked of it again, but of others', () => {
    const table = ready(['poor', 'rich'], 10);
    const [poor] = table.plan(0);
    answerBlocks(table, poor, []);
    const [rich] = table.plan(1);
    expect([rich?.peer, idsIn(rich)]).toEqual(['rich', idsIn(poor)]);
    answerBlocks(table, rich, []);
    for (let now = 2; now < 50; now++) expect(table.plan(now)).toEqual([]);
    table.sync.claim('rich', claimAt(10));
    expect(table.plan(60)).toMatchObject([{ peer: 'rich' }]);
  });

  test('of a peer that never has any are asked once for each block, however many there are', () => {
    const table = ready(['poor', 'rich']);
    let toPoor = 0;
    for (let now = 0; table.chain.head().height < 300; now++) {
      for (const request of table.plan(now)) {
        const ids = idsIn(request);
        if (request.peer === 'poor') toPoor += ids.length;
        else table.takeBodies(long.filter(({ id }) => ids.includes(id)));
        answerBlocks(table, request, request.peer === 'poor' ? [] : ids);
      }
      expect(now).toBeLessThan(500);
    }
    expect(toPoor).toBeLessThanOrEqual(300);
  });

  test('are not asked of one who does not claim so much', () => {
    const table = ready(['low', 'high'], 20);
    table.sync.claim('low', claimAt(4));
    const [low, high] = table.plan(0);
    expect([low?.peer, idsIn(low).length]).toEqual(['low', 4]);
    expect([high?.peer, idsIn(high)[0]]).toEqual(['high', blockAt(5).id]);
  });

  test('who has stalled gets what others leave', () => {
    const table = ready(['silent', 'good']);
    const [silent, good, silentAgain, goodAgain] = table.plan(0);
    expect([silent, silentAgain].map((request) => request?.peer)).toEqual(['silent', 'silent']);
    answerBlocks(table, good, idsIn(good));
    answerBlocks(table, goodAgain, idsIn(goodAgain));
    const [further] = table.plan(1000);
    expect(table.plan(2000)).toEqual([]); // silent is muted until 4,000, good has its share
    answerBlocks(table, further, idsIn(further));
    expect(table.plan(2100).map(({ peer, message }) => [peer, message])).toMatchObject([
      ['good', { type: 'get-blocks', ids: idsIn(silent) }],
    ]);
    const [late] = table.plan(4001);
    expect([late?.peer, idsIn(late)]).toEqual(['silent', idsIn(good)]);
  });

  test('of a peer that has gone are asked of another at once', () => {
    const table = ready(['gone', 'here'], 10);
    const [gone] = table.plan(0);
    table.sync.removePeer('gone');
    const [here] = table.plan(1);
    expect([here?.peer, idsIn(here)]).toEqual(['here', idsIn(gone)]);
  });
});

describe('its state', () => {
  test('goes from idle over headers and bodies to following', () => {
    const table = tableFor([]);
    expect(table.sync.state(table.chain)).toBe('idle');
    table.sync.addPeer('a');
    table.sync.claim('a', claimAt(20));
    expect(table.sync.target(table.chain)).toBe(20);
    const request = headersFor(table.plan(0));
    expect(table.sync.state(table.chain)).toBe('headers');
    table.answerHeaders(request, long.slice(0, 20));
    expect(table.sync.state(table.chain)).toBe('bodies');
    table.takeBodies(long.slice(0, 20));
    expect(table.sync.state(table.chain)).toBe('following');
    table.sync.removePeer('a');
    expect(table.sync.state(table.chain)).toBe('idle');
    expect(table.sync.wakeAt(0)).toBeUndefined();
  });
});

describe('a locator', () => {
  test('goes back step by step, then faster and faster, to the genesis block', () => {
    const { chain, takeHeaders } = tableFor([]);
    takeHeaders(long);
    const heights = locatorOf(chain, chain.bestHeader()).map((id) => chain.tree.get(id)?.height);
    expect(heights.slice(0, 12)).toEqual([300, 299, 298, 297, 296, 295, 294, 293, 292, 291, 289, 285]);
    expect(heights.at(-1)).toBe(0);
    expect(heights.length).toBeLessThanOrEqual(wireLimits.locatorMax);
  });
});
