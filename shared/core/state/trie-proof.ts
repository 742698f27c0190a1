// Proofs that a path of the trie has a certain value or none, against nothing but a root. Bounded: at most 256
// siblings of 32 bytes and one leaf; about log2(n) siblings for n records, since paths are hashes.

import { equalBytes } from '../bytes/index.ts';
import { hashLength, hashPair } from '../crypto/index.ts';
import { bitAt, hashOf, hasPath, isLeaf, leafHashOf, leafParts, type Node, packBits, pathBits } from './trie-node.ts';
import { emptyTrie, type Trie } from './trie.ts';

export interface TrieProof {
  /** hashes of the subtrees beside the path, from the root down; 32 zero bytes for an empty one */
  readonly siblings: readonly Uint8Array[];
  /** the leaf of another path that stands where this one would; `undefined` when the place is empty or the path's own */
  readonly otherLeaf: { readonly path: Uint8Array; readonly valueHash: Uint8Array } | undefined;
}

/** The proof of what the trie says about a path of 32 bytes, be it a value or that there is none. */
export const provePath = (trie: Trie, path: Uint8Array): TrieProof => {
  if (path.length !== hashLength) throw new RangeError(`a path of ${path.length} bytes`);
  const packed = packBits(path);
  const siblings: Uint8Array[] = [];
  let node: Node = trie.top;
  while (node !== undefined && !isLeaf(node)) {
    const bit = bitAt(packed, siblings.length);
    siblings.push(hashOf(bit === 0 ? node.right : node.left));
    node = bit === 0 ? node.left : node.right;
  }
  return { siblings, otherLeaf: node === undefined || hasPath(node, packed) ? undefined : leafParts(node) };
};

/** Whether the first `depth` bits of two paths are the same. */
const agree = (a: Uint8Array, b: Uint8Array, depth: number): boolean => {
  const [packedA, packedB] = [packBits(a), packBits(b)];
  for (let i = 0; i < depth; i++) if (bitAt(packedA, i) !== bitAt(packedB, i)) return false;
  return true;
};

/** Hash of the subtree that the proof claims at the end of the path; `undefined` for a proof that cannot hold. */
const claimedEnd = (path: Uint8Array, valueHash: Uint8Array | undefined, proof: TrieProof): Uint8Array | undefined => {
  const { siblings, otherLeaf } = proof;
  if (valueHash !== undefined) {
    return otherLeaf === undefined && valueHash.length === hashLength ? leafHashOf(path, valueHash) : undefined;
  }
  if (otherLeaf === undefined) return emptyTrie.root;
  if (otherLeaf.path.length !== hashLength || otherLeaf.valueHash.length !== hashLength) return undefined;
  if (equalBytes(otherLeaf.path, path) || !agree(otherLeaf.path, path, siblings.length)) return undefined;
  return leafHashOf(otherLeaf.path, otherLeaf.valueHash);
};

/**
 * Whether the state with this root has a record at `path` whose value hashes to `valueHash`, or none at all when that is
 * `undefined`. Total: a proof of any shape gets an answer.
 */
export const checkProof = (
  root: Uint8Array,
  path: Uint8Array,
  valueHash: Uint8Array | undefined,
  proof: TrieProof,
): boolean => {
  if (path.length !== hashLength || proof.siblings.length > pathBits) return false;
  if (proof.siblings.some((sibling) => sibling.length !== hashLength)) return false;
  let node = claimedEnd(path, valueHash, proof);
  if (node === undefined) return false;
  const packed = packBits(path);
  for (let depth = proof.siblings.length - 1; depth >= 0; depth--) {
    const sibling = proof.siblings[depth];
    if (sibling === undefined) return false;
    node = bitAt(packed, depth) === 0 ? hashPair(node, sibling) : hashPair(sibling, node);
  }
  return equalBytes(node, root);
};
