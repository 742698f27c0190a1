// Any state, cut into parts of any size in any order, comes together again from them and from nothing else: every change to a
// part is seen. And a state that no part shows as it is.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { equalBytes, fromHex, toHex } from '../bytes/index.ts';
import { flipBit } from '../../testing/index.ts';
import { seededRandom } from '../../testing/simulation/index.ts';
import {
  besidePart,
  createState,
  createStateParts,
  decodeStatePart,
  encodeStatePart,
  firstPrefixes,
  isBelow,
  type State,
  type StateEntry,
  type StatePart,
  statePartHolds,
  statePartLimits,
  type StateParts,
  type TriePrefix,
} from './index.ts';

const isNight = process.env['TABCHAIN_NIGHTLY'] === '1';
const runs = isNight ? 2000 : 60;

const entry = fc.tuple(
  fc.constantFrom('a', 'c', 'z'),
  fc.uint8Array({ minLength: 32, maxLength: 32 }),
  fc.uint8Array({ maxLength: 40 }),
);
const entriesOf = (drawn: readonly (readonly [string, Uint8Array, Uint8Array])[]): readonly StateEntry[] => [
  ...new Map(drawn.map(([letter, id, value]) => [`${letter}${toHex(id)}`, value])),
];

const rootOf = (state: State): Uint8Array => fromHex(state.root()) ?? new Uint8Array(0);

/** Without changes, the state as its parts are made of. */
const partsOf = (state: State, bytesAimed: number): StateParts =>
  createStateParts(state.entries(), state.preview([]).trie, bytesAimed);

const partOf = (parts: StateParts, prefix: TriePrefix): StatePart => {
  const part = parts.partOf(prefix);
  if (part === undefined) throw new Error('no such place');
  return part;
};

/** As somebody does who knows the root only: every part over the wire, checked, and what lies beside it asked for. */
const fetchAll = (root: Uint8Array, parts: StateParts, pick: (count: number) => number) => {
  const open = [...firstPrefixes(root)];
  const fetched: StatePart[] = [];
  while (open.length > 0) {
    const [prefix] = open.splice(pick(open.length), 1);
    if (prefix === undefined) throw new Error('picked beyond the list');
    const decoded = decodeStatePart(encodeStatePart(partOf(parts, prefix)));
    if (!decoded.ok) throw new Error(decoded.error.type);
    expect(isBelow(decoded.value, prefix)).toBe(true);
    expect(statePartHolds(root, decoded.value)).toBe(true);
    fetched.push(decoded.value);
    open.push(...besidePart(decoded.value, prefix.depth));
  }
  return fetched;
};

describe('for any state', () => {
  test('its parts, of any size and in any order, give it back', () => {
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 60 }),
        fc.constantFrom(1, 100, 400, 1500, 100_000),
        fc.infiniteStream(fc.nat()),
        (drawn, bytesAimed, picks) => {
          const state = createState(entriesOf(drawn));
          const fetched = fetchAll(
            rootOf(state),
            partsOf(state, bytesAimed),
            (count) => (picks.next().value ?? 0) % count,
          );
          const all = fetched.flatMap(({ entries }) => entries);
          expect(new Map(all)).toEqual(new Map(state.entries()));
          expect(all).toHaveLength([...state.entries()].length);
          expect(createState(all).root()).toBe(state.root());
        },
      ),
      { numRuns: runs },
    );
  });

  test('a part holds for no other root, and not with another record', () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 2, maxLength: 40 }), entry, (drawn, extra) => {
        const state = createState(entriesOf(drawn));
        const other = createState([...state.entries(), ...entriesOf([extra])]);
        fc.pre(other.root() !== state.root());
        for (const part of fetchAll(rootOf(state), partsOf(state, 300), () => 0)) {
          expect(statePartHolds(rootOf(other), part)).toBe(false);
          expect(statePartHolds(rootOf(state), { ...part, entries: part.entries.slice(1) })).toBe(false);
          expect(statePartHolds(rootOf(state), { ...part, entries: [...part.entries].reverse() })).toBe(
            part.entries.length === 1,
          );
        }
      }),
      { numRuns: runs },
    );
  });
});

const recordAt = (i: number): StateEntry => [`a${i.toString(16).padStart(64, '0')}`, Uint8Array.of(i, i >> 8, 7)];
const large = createState(Array.from({ length: 3000 }, (_, i) => recordAt(i)));
const root = rootOf(large);

describe('parts', () => {
  test('are at most what was aimed at, and few', () => {
    const fetched = fetchAll(root, partsOf(large, 10_000), () => 0);
    for (const part of fetched) expect(encodeStatePart(part).length).toBeLessThan(10_000 + 32 * 20 + 100);
    expect(fetched.length).toBeLessThan(40);
  });

  test('that do not exist are not handed out: below a leaf, beside the way, of no records', () => {
    const parts = partsOf(large, 10_000);
    const few = createState(Array.from({ length: 100 }, (_, i) => recordAt(i)));
    const [first] = fetchAll(rootOf(few), partsOf(few, 1), () => 0);
    if (first === undefined) throw new Error('no parts');
    const path = fromHex(first.path) ?? new Uint8Array(32);
    expect(first.entries).toHaveLength(1);
    expect(partOf(partsOf(few, 1), first).entries).toEqual(first.entries);
    expect(partsOf(few, 1).partOf({ depth: first.depth + 1, path: toHex(path) })).toBeUndefined();
    expect(parts.partOf({ depth: 256, path: 'ff'.repeat(32) })).toBeUndefined();
    expect(partsOf(createState([]), 1).partOf({ depth: 0, path: '00'.repeat(32) })).toBeUndefined();
  });

  test('of a state with one record are that record', () => {
    const state = createState([recordAt(5)]);
    const [part, ...others] = fetchAll(rootOf(state), partsOf(state, 1), () => 0);
    expect(part).toMatchObject({ depth: 0, siblings: [], entries: [recordAt(5)] });
    expect(others).toEqual([]);
  });

  test('stay as they are when the state goes on', () => {
    const state = createState([...large.entries()]);
    const parts = partsOf(state, 10_000);
    const [key, before] = recordAt(17);
    state.adopt(state.preview([{ key, before, after: undefined }]));
    expect(state.root()).not.toBe(large.root());
    expect(fetchAll(root, parts, () => 0).flatMap(({ entries }) => entries)).toHaveLength(3000);
  });

  test('longer than a message are refused by their length', () => {
    const bytes = new Uint8Array(statePartLimits.bytesMax + 1);
    expect(decodeStatePart(bytes)).toMatchObject({ ok: false, error: { type: 'bytes-over-limit' } });
  });
});

test('Snapshot: 200 mutations refused, none applied', () => {
  const parts = fetchAll(root, partsOf(large, 10_000), () => 0).map((part) => encodeStatePart(part));
  const random = seededRandom(7);
  const holds = (bytes: Uint8Array): boolean => {
    const part = decodeStatePart(bytes);
    return part.ok && statePartHolds(root, part.value);
  };
  let applied = 0;
  for (let i = 0; i < 200; i++) {
    const part = parts[random.below(parts.length)] ?? new Uint8Array(0);
    const other = parts[random.below(parts.length)] ?? new Uint8Array(0);
    const at = random.below(part.length);
    const mutations: readonly Uint8Array[] = [
      flipBit(part, random.below(8 * part.length)),
      part.slice(0, at),
      Uint8Array.of(...part.slice(0, at), random.below(256), ...part.slice(at)),
      Uint8Array.of(...part.slice(0, at), ...other.slice(at)),
    ];
    const mutated = mutations[i % mutations.length] ?? part;
    if (parts.some((whole) => equalBytes(whole, mutated))) i--;
    else if (holds(mutated)) applied++;
  }
  expect(parts.every(holds)).toBe(true);
  expect(applied).toBe(0);
});
