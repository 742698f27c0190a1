// Parts of a state for who starts from it: a part is a subtree of the trie, all records whose paths begin with the same
// bits, with the hashes of the subtrees beside the way to it, so that whoever knows the state root sees that exactly these
// records stand there. Only places that exist are parts: on the way to one all nodes are branches, and it is not empty.
// So each part has one form, and a leaf never stands above its part's prefix. docs/protocol/sync.md has the bytes.
// Bounds: a part has at most `bytesMax`; whoever serves keeps one sorted list of the records, whose keys and values are
// those of the state.

import { createReader, createWriter, type DecodeFault, equalBytes, err, type Result, toHex } from '../bytes/index.ts';
import { hash, hashLength, hashPair } from '../crypto/index.ts';
import { bytesOf, type Hex32, readHex32 } from '../model/index.ts';
import { pathOfKey } from './state.ts';
import type { StateKey } from './state-view.ts';
import { bitAt, hashOf, isLeaf, type Node, packBits, type PackedBits, pathBits } from './trie-node.ts';
import { emptyTrie, type Trie, updateTrie } from './trie.ts';

/** The records whose paths begin with the first `depth` bits of `path`; its other bits are 0. */
export interface TriePrefix {
  readonly depth: number;
  readonly path: Hex32;
}

export type StateEntry = readonly [key: StateKey, value: Uint8Array];

export interface StatePart extends TriePrefix {
  /** hashes of the subtrees beside the way, from the root down, one a bit; 32 zero bytes for an empty one */
  readonly siblings: readonly Uint8Array[];
  /** ascending by path; at least one */
  readonly entries: readonly StateEntry[];
}

export const statePartLimits = {
  /** of a node message of 1 MiB; the rest is for its own fields */
  bytesMax: 1024 * 1024 - 1024,
  /** what a server aims at: a few parts of it are on their way at once */
  bytesAimed: 512 * 1024,
} as const;

const keyBytes = 33;
/** Key, and the length of the value. */
const entryOverheadBytes = keyBytes + 4;
const entriesMax = Math.floor(statePartLimits.bytesMax / entryOverheadBytes);

/** The whole state. */
export const rootPrefix: TriePrefix = { depth: 0, path: '00'.repeat(hashLength) };

const hasOnlyZeros = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

const bitOf = (path: Uint8Array, depth: number): number => ((path[depth >> 3] ?? 0) >> (7 - (depth & 7))) & 1;

/** The first `depth` bits of a path, the rest 0. */
const cutPath = (path: Uint8Array, depth: number): Uint8Array =>
  path.map((byte, index) => byte & ~(0xff >> Math.min(8, Math.max(0, depth - 8 * index))));

export const encodeStatePart = ({ depth, path, siblings, entries }: StatePart): Uint8Array => {
  const size = entries.reduce((sum, [, value]) => sum + entryOverheadBytes + value.length, 64);
  const writer = createWriter(size + siblings.length * hashLength)
    .u16(depth)
    .fixed(bytesOf(path), hashLength);
  for (const sibling of siblings) writer.fixed(sibling, hashLength);
  writer.u32(entries.length);
  for (const [key, value] of entries) {
    writer
      .u8(key.charCodeAt(0))
      .fixed(bytesOf(key.slice(1)), hashLength)
      .bytes32(value);
  }
  return writer.finish();
};

/** The form alone; whether the records stand in a state is `statePartHolds`. */
export const decodeStatePart = (bytes: Uint8Array): Result<StatePart, DecodeFault> => {
  const { bytesMax } = statePartLimits;
  if (bytes.length > bytesMax) return err({ type: 'bytes-over-limit', at: 0, length: bytes.length, limit: bytesMax });
  const reader = createReader(bytes);
  const depth = reader.u16();
  const path = readHex32(reader);
  const siblings = reader.list(depth, pathBits, () => reader.fixed(hashLength));
  if (!reader.failed() && !equalBytes(cutPath(bytesOf(path), depth), bytesOf(path)))
    reader.refuse('bits beyond the prefix');
  const count = reader.u32();
  if (count === 0) reader.refuse('a part without records');
  const entries = reader.list(count, entriesMax, (): StateEntry => {
    const letter = reader.u8();
    if (letter < 0x61 || letter > 0x7a) reader.refuse('a state key of another form');
    return [`${String.fromCharCode(letter)}${reader.hex(hashLength)}`, reader.bytes32(bytesMax)];
  });
  return reader.finish({ depth, path, siblings, entries });
};

/** The hash of the subtree of these records at a depth; `undefined` where their paths do not ascend or begin otherwise. */
const subtreeHash = ({ depth, path, entries }: StatePart): Uint8Array | undefined => {
  const prefix = packBits(bytesOf(path));
  let before: PackedBits = '';
  const leaves = entries.map(([key, value]) => ({ path: pathOfKey(key), valueHash: hash('state-value', value) }));
  for (const leaf of leaves) {
    const packed = packBits(leaf.path);
    if (packed <= before) return undefined;
    before = packed;
    if (packBits(cutPath(leaf.path, depth)) !== prefix) return undefined;
  }
  // Above the prefix the trie of these records alone has nothing but the way down to them.
  let node: Node = updateTrie(emptyTrie, leaves).top;
  for (let at = 0; at < depth && node !== undefined && !isLeaf(node); at++) {
    node = bitAt(prefix, at) === 0 ? node.left : node.right;
  }
  return hashOf(node);
};

/** Whether these are all records with this prefix in the state with this root. */
export const statePartHolds = (root: Uint8Array, part: StatePart): boolean => {
  if (part.siblings.length !== part.depth) return false;
  let node = subtreeHash(part);
  if (node === undefined) return false;
  const path = bytesOf(part.path);
  for (let at = part.depth - 1; at >= 0; at--) {
    const sibling = part.siblings[at];
    if (sibling === undefined) return false;
    node = bitOf(path, at) === 0 ? hashPair(node, sibling) : hashPair(sibling, node);
  }
  return equalBytes(node, root);
};

/** Whether a part is of the subtree of this prefix: the same, or one further down. */
export const isBelow = (part: TriePrefix, { depth, path }: TriePrefix): boolean =>
  part.depth >= depth && toHex(cutPath(bytesOf(part.path), depth)) === path;

/** What of the subtree of `depth` bits lies beside a part of it that holds: the prefixes that are still to be had. */
export const besidePart = ({ path, siblings }: StatePart, depth: number): readonly TriePrefix[] => {
  const bytes = bytesOf(path);
  return siblings.flatMap((sibling, level): readonly TriePrefix[] => {
    if (level < depth || hasOnlyZeros(sibling)) return [];
    const beside = cutPath(bytes, level + 1);
    beside[level >> 3] = (beside[level >> 3] ?? 0) ^ (0x80 >> (level & 7));
    return [{ depth: level + 1, path: toHex(beside) }];
  });
};

/** The parts that a whole state begins with: one, or none where it has no records. */
export const firstPrefixes = (root: Uint8Array): readonly TriePrefix[] => (hasOnlyZeros(root) ? [] : [rootPrefix]);

/** Hands out the parts of one state, which later changes of that state do not touch. */
export interface StateParts {
  /** The part of a prefix, or one further down where that is too large; `undefined` where no such place exists. */
  readonly partOf: (prefix: TriePrefix) => StatePart | undefined;
}

interface SortedEntry {
  readonly path: PackedBits;
  readonly entry: StateEntry;
}

/** Where bit `depth` of sorted paths that agree in all bits before it turns from 0 to 1. */
const turnOf = (sorted: readonly SortedEntry[], start: number, end: number, depth: number): number => {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bitAt(sorted[middle]?.path ?? '', depth) === 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** A way down the trie: where it stands, and which of the sorted records are below. */
interface Descent {
  readonly node: Node;
  readonly start: number;
  readonly end: number;
}

const descend = (
  sorted: readonly SortedEntry[],
  { node, start, end }: Descent,
  depth: number,
  bit: number,
): Descent => {
  if (node === undefined || isLeaf(node)) return { node: undefined, start, end: start };
  const turn = turnOf(sorted, start, end, depth);
  return bit === 0 ? { node: node.left, start, end: turn } : { node: node.right, start: turn, end };
};

/** The records are copied into a list, by reference; the trie is theirs. */
export const createStateParts = (
  entries: Iterable<StateEntry>,
  trie: Trie,
  bytesAimed: number = statePartLimits.bytesAimed,
): StateParts => {
  const sorted = [...entries].map((entry): SortedEntry => ({ path: packBits(pathOfKey(entry[0])), entry }));
  sorted.sort((a, b) => (a.path < b.path ? -1 : 1));
  /** bytes of all records before each */
  const before = new Float64Array(sorted.length + 1);
  for (const [i, { entry }] of sorted.entries())
    before[i + 1] = (before[i] ?? 0) + entryOverheadBytes + entry[1].length;
  const bytesOfRange = ({ start, end }: Descent): number => (before[end] ?? 0) - (before[start] ?? 0);

  return {
    partOf: ({ depth, path }) => {
      const way = cutPath(bytesOf(path), depth);
      const siblings: Uint8Array[] = [];
      let at: Descent = { node: trie.top, start: 0, end: sorted.length };
      const isTooLarge = (): boolean => bytesOfRange(at) > bytesAimed;
      while (at.node !== undefined && !isLeaf(at.node) && (siblings.length < depth || isTooLarge())) {
        const level = siblings.length;
        const { left, right } = at.node;
        const bit = level < depth ? bitOf(way, level) : left === undefined ? 1 : 0;
        siblings.push(hashOf(bit === 0 ? right : left));
        way[level >> 3] = (way[level >> 3] ?? 0) | (bit << (7 - (level & 7)));
        at = descend(sorted, at, level, bit);
      }
      if (at.node === undefined || siblings.length < depth) return undefined;
      const records = sorted.slice(at.start, at.end).map(({ entry }) => entry);
      return { depth: siblings.length, path: toHex(way), siblings, entries: records };
    },
  };
};
