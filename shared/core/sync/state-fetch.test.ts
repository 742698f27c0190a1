// Fetching a state from peers of every kind: whole from several at once, in spite of some, within the deadlines, and not for ever.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createState,
  createStateParts,
  encodeStatePart,
  recordSize,
  type StateEntry,
  type StateParts,
  type TriePrefix,
} from '../state/index.ts';
import { createStateFetch, type StateFetch } from './state-fetch.ts';
import type { SyncRequest } from './sync-books.ts';

const recordAt = (i: number): StateEntry => [`a${i.toString(16).padStart(64, '0')}`, Uint8Array.of(i, i >> 8, 3)];
const stateOf = (count: number) => createState(Array.from({ length: count }, (_, i) => recordAt(i)));
const partsOf = (state: ReturnType<typeof stateOf>, bytesAimed = 2000): StateParts =>
  createStateParts(state.entries(), state.preview([]).trie, bytesAimed);

const state = stateOf(400);
const parts = partsOf(state);
const block = 'b1'.repeat(32);
const bytesMax = state.size();
const target = { block, height: 48, stateRoot: state.root(), bytesMax };

const questionOf = ({ message }: SyncRequest): { readonly request: number; readonly prefix: TriePrefix } => {
  if (message.type !== 'get-state') throw new Error('another question');
  expect(message.block).toBe(block);
  return message;
};

const none = new Uint8Array(0);
const rightPart = (prefix: TriePrefix, from = parts): Uint8Array => {
  const part = from.partOf(prefix);
  return part === undefined ? none : encodeStatePart(part);
};

const begun = (): StateFetch => {
  const fetch = createStateFetch();
  fetch.begin(target, 0);
  return fetch;
};

/** Asks one peer once, with what it answers. */
const askOnce = (fetch: StateFetch, peer: string, now: number, answer = rightPart) => {
  const [asked] = fetch.plan([peer], now);
  if (asked === undefined) throw new Error('nothing was asked');
  const { request, prefix } = questionOf(asked);
  return fetch.onState(peer, request, answer(prefix), now);
};

const isWhole = (fetch: StateFetch): boolean => {
  const entries = fetch.whole();
  if (entries === undefined) return false;
  expect(new Map(entries)).toEqual(new Map(state.entries()));
  expect(entries).toHaveLength(400);
  return true;
};

describe('questions', () => {
  test('begin with one, and are two to each peer as soon as there are so many parts', () => {
    const fetch = begun();
    const [first, ...others] = fetch.plan(['a', 'b', 'c'], 0);
    expect(others).toEqual([]);
    expect(first?.message).toMatchObject({ prefix: { depth: 0 } });
    if (first === undefined) throw new Error('nothing was asked');
    fetch.onState('a', questionOf(first).request, rightPart(questionOf(first).prefix), 0);
    const next = fetch.plan(['a', 'b', 'c'], 0).map(({ peer }) => peer);
    expect(next.slice(0, 3).toSorted()).toEqual(['a', 'b', 'c']);
    expect(next.length).toBeLessThanOrEqual(6);
    expect(fetch.plan(['a', 'b', 'c'], 0)).toEqual([]);
  });

  test('are asked of others when an answer is late, and of the late one after twice as long', () => {
    const fetch = begun();
    const [first] = fetch.plan(['a'], 0);
    if (first === undefined) throw new Error('nothing was asked');
    expect(fetch.wakeAt(0)).toBe(2000);
    expect(fetch.plan(['a'], 1999)).toEqual([]);
    expect(fetch.plan(['a', 'b'], 2000).map(({ peer }) => peer)).toEqual(['b']);
    expect(fetch.onState('a', questionOf(first).request, rightPart(questionOf(first).prefix), 2001)).toBe('late');
    expect(fetch.plan(['a'], 3999)).toEqual([]);
    expect(fetch.plan(['a'], 4000).map(({ peer }) => peer)).toEqual(['a']); // that of b is late now
    expect(fetch.plan(['a'], 7999)).toEqual([]);
    expect(fetch.plan(['a', 'c'], 8000).map(({ peer }) => peer)).toEqual(['c']);
    expect(fetch.plan(['a'], 11_999)).toEqual([]);
  });

  test('of a peer that has gone are asked of another', () => {
    const fetch = begun();
    fetch.plan(['a'], 0);
    fetch.removePeer('a');
    expect(fetch.plan(['b'], 1).map(({ peer }) => peer)).toEqual(['b']);
  });
});

describe('answers', () => {
  test('that nobody asked for, or from another than was asked, are passed over', () => {
    const fetch = begun();
    const [first] = fetch.plan(['a'], 0);
    if (first === undefined) throw new Error('nothing was asked');
    const { request, prefix } = questionOf(first);
    expect(fetch.onState('b', request, rightPart(prefix), 0)).toBe('late');
    expect(fetch.onState('a', request + 1, rightPart(prefix), 0)).toBe('late');
    expect(fetch.onState('a', request, rightPart(prefix), 0)).toBe('taken');
    expect(fetch.onState('a', request, rightPart(prefix), 0)).toBe('late');
    fetch.stop();
    expect(fetch.onState('a', request, rightPart(prefix), 0)).toBe('late');
  });

  test('of another place than was asked for are wrong, though they hold', () => {
    const fetch = begun();
    askOnce(fetch, 'a', 0);
    const elsewhere = rightPart({ depth: 0, path: '00'.repeat(32) });
    expect(askOnce(fetch, 'a', 0, () => elsewhere)).toBe('wrong');
  });

  test('of another state are wrong, and without anything make the peer rest', () => {
    const fetch = begun();
    const other = partsOf(stateOf(399));
    expect(askOnce(fetch, 'a', 0, (prefix) => rightPart(prefix, other))).toBe('wrong');
    expect(fetch.plan(['a'], 4999)).toEqual([]);
    expect(askOnce(fetch, 'a', 5000, () => none)).toBe('none');
    expect(askOnce(fetch, 'b', 5000)).toBe('taken');
  });
});

describe('a state', () => {
  test('that nobody gives starves; without peers nobody is to blame', () => {
    const fetch = begun();
    fetch.plan([], 60_000);
    expect(fetch.failure(79_999)).toBeUndefined();
    expect(fetch.failure(80_000)).toBe('starved');
    fetch.begin(target, 100_000);
    expect(fetch.failure(119_999)).toBeUndefined();
    expect(askOnce(fetch, 'a', 119_999)).toBe('taken');
    expect(fetch.failure(139_998)).toBeUndefined();
  });

  test('that is larger than the rules allow is not taken in to the end', () => {
    const fetch = createStateFetch();
    fetch.begin({ ...target, bytesMax: bytesMax - recordSize(Uint8Array.of(1, 2, 3)) }, 0);
    while (fetch.failure(0) === undefined) {
      for (const request of fetch.plan(['a'], 0)) {
        const { prefix, request: number } = questionOf(request);
        expect(fetch.onState('a', number, rightPart(prefix), 0)).toBe('taken');
      }
    }
    expect(fetch.failure(0)).toBe('too large');
  });

  test('without records is whole at once', () => {
    const fetch = createStateFetch();
    fetch.begin({ ...target, stateRoot: createState([]).root() }, 0);
    expect(fetch.plan(['a'], 0)).toEqual([]);
    expect(fetch.whole()).toEqual([]);
  });

  test('comes whole from any peers of whom one is honest', () => {
    const behaviour = fc.constantFrom('right', 'small', 'none', 'wrong', 'silent');
    fc.assert(
      fc.property(fc.array(behaviour, { maxLength: 6 }), fc.infiniteStream(behaviour), (fixed, moods) => {
        const fetch = begun();
        const small = partsOf(state, 1);
        const kinds = new Map([...fixed.entries()].map(([i, kind]) => [`p${i}`, kind]));
        const peers = ['moody', ...kinds.keys(), 'honest'];
        const mood = () => {
          const next = moods.next();
          return next.done === true ? 'right' : next.value;
        };
        const answer = (peer: string, prefix: TriePrefix): Uint8Array | undefined => {
          const kind = peer === 'honest' ? 'right' : (kinds.get(peer) ?? mood());
          if (kind === 'silent') return undefined;
          if (kind === 'none') return none;
          if (kind === 'wrong') return rightPart(prefix).slice(1);
          return rightPart(prefix, kind === 'small' ? small : parts);
        };
        let now = 0;
        for (; !isWhole(fetch); now += 100) {
          expect(fetch.failure(now)).toBeUndefined();
          for (const request of fetch.plan(peers, now)) {
            const { prefix, request: number } = questionOf(request);
            const bytes = answer(request.peer, prefix);
            if (bytes !== undefined) fetch.onState(request.peer, number, bytes, now);
          }
        }
        expect(now).toBeLessThan(120_000);
      }),
      { numRuns: process.env['TABCHAIN_NIGHTLY'] === '1' ? 500 : 15 },
    );
  });
});
