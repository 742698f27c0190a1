// The authenticated trie over the state: a compact sparse Merkle trie whose paths are hashes of state keys and whose
// leaves commit to hashes of values, so that one root in the header stands for the whole state and any record can be
// proved against it (trie-proof.ts). Pure and persistent: an update makes a new trie that shares what did not change,
// and the old one stays valid, which is all a reorganisation needs. Depth and recursion are bounded by 256; hashing
// goes level by level in batches. After the Jellyfish Merkle tree (Gao, Hu, Wu, Diem, 2021): a subtree with one leaf is
// that leaf. The root depends on the set of leaves alone, not on the order in which they came. docs/protocol/trie.md.

import { hashLength, hashPairs } from '../crypto/index.ts';
import {
  bitAt,
  type Branch,
  createLeafMaker,
  hashOf,
  hasPath,
  isLeaf,
  type Leaf,
  type Node,
  packBits,
  type PackedBits,
  pathBits,
  writeHash,
} from './trie-node.ts';

export interface Trie {
  /** 32 bytes; 32 zero bytes when the trie is empty */
  readonly root: Uint8Array;
  readonly top: Node;
}

export interface TrieChange {
  /** 32 bytes: H('state-key', key) */
  readonly path: Uint8Array;
  /** 32 bytes; `undefined` deletes */
  readonly valueHash: Uint8Array | undefined;
}

interface PackedChange extends TrieChange {
  readonly packedPath: PackedBits;
}

/** One update under way: the changes, reordered as it descends, and the new branches of each depth, not hashed yet. */
interface Update {
  readonly changes: PackedChange[];
  readonly branches: Branch[][];
  readonly makeLeaf: (path: Uint8Array, valueHash: Uint8Array) => Leaf;
}

export const emptyTrie: Trie = { root: hashOf(undefined), top: undefined };

/** Moves the changes from `start` to `end` whose bit is 0 before the others; returns where the others start. */
const partition = (changes: PackedChange[], start: number, end: number, depth: number): number => {
  let zeros = start;
  for (let i = start; i < end; i++) {
    const change = changes[i];
    const swapped = changes[zeros];
    if (change === undefined || swapped === undefined || bitAt(change.packedPath, depth) === 1) continue;
    changes[zeros++] = change;
    changes[i] = swapped;
  }
  return zeros;
};

/** Two subtrees as one: a leaf alone moves up, anything else needs a branch. */
const join = (update: Update, left: Node, right: Node, depth: number): Node => {
  if (left === undefined && (right === undefined || isLeaf(right))) return right;
  if (right === undefined && isLeaf(left)) return left;
  const branch: Branch = { left, right, hash: '' };
  const level = update.branches[depth];
  if (level === undefined) update.branches[depth] = [branch];
  else level.push(branch);
  return branch;
};

const childrenOf = (node: Node, depth: number): readonly [left: Node, right: Node] => {
  if (node === undefined) return [undefined, undefined];
  if (!isLeaf(node)) return [node.left, node.right];
  return bitAt(node, depth) === 0 ? [node, undefined] : [undefined, node];
};

/** The subtree at `depth` after the changes from `start` to `end`, which all lie below it. */
const change = (update: Update, node: Node, start: number, end: number, depth: number): Node => {
  if (start === end) return node;
  const only = end - start === 1 ? update.changes[start] : undefined;
  if (only !== undefined && (node === undefined || (isLeaf(node) && hasPath(node, only.packedPath)))) {
    // A leaf that says what it said before is the same string, so the branches above it stay as they are.
    return only.valueHash === undefined ? undefined : update.makeLeaf(only.path, only.valueHash);
  }
  if (depth === pathBits) throw new Error('two changes of one path in an update');
  const [left, right] = childrenOf(node, depth);
  const middle = partition(update.changes, start, end, depth);
  const newLeft = change(update, left, start, middle, depth + 1);
  const newRight = change(update, right, middle, end, depth + 1);
  if (node !== undefined && !isLeaf(node) && newLeft === left && newRight === right) return node;
  return join(update, newLeft, newRight, depth);
};

/** Hashes the new branches, deepest first: every level is one batch. */
const hashBranches = (branches: readonly (readonly Branch[] | undefined)[]): void => {
  for (const level of branches.toReversed()) {
    if (level === undefined) continue;
    const pairs = new Uint8Array(level.length * 2 * hashLength);
    level.forEach((branch, i) => {
      writeHash(pairs, i * 2 * hashLength, branch.left);
      writeHash(pairs, (2 * i + 1) * hashLength, branch.right);
    });
    const hashes = hashPairs(pairs);
    level.forEach((branch, i) => {
      branch.hash = packBits(hashes, i * hashLength);
    });
  }
};

/**
 * The trie after the changes, which may come in any order but each path at most once. Deleting what is not there and
 * writing what is there already change nothing.
 */
export const updateTrie = (trie: Trie, changes: readonly TrieChange[]): Trie => {
  const packed = changes.map(({ path, valueHash }): PackedChange => {
    if (path.length !== hashLength) throw new RangeError(`a path of ${path.length} bytes`);
    if (valueHash !== undefined && valueHash.length !== hashLength) {
      throw new RangeError(`the hash of a value in ${valueHash.length} bytes`);
    }
    return { path, valueHash, packedPath: packBits(path) };
  });
  const update: Update = { changes: packed, branches: [], makeLeaf: createLeafMaker() };
  const top = change(update, trie.top, 0, packed.length, 0);
  if (top === trie.top) return trie;
  hashBranches(update.branches);
  return { root: hashOf(top), top };
};
