// The nodes of the authenticated trie and how they are kept in memory. A state has as many leaves as it has records,
// so 256 bits (path, hash) are kept as a string of 16 UTF-16 units, high byte first: 48 bytes where a Uint8Array of 32
// bytes takes 250, immutable, and compared by ===. A leaf is a single string of three such values. Nodes never change
// once a trie is handed out, so that tries share them; a trie of n random paths has n leaves and about 1.44 n branches.

import { hashLength, inDomain, sha256 } from '../crypto/index.ts';

/** 256 bits as 16 UTF-16 units. */
export type PackedBits = string;

/** Path, hash of the value, hash of the leaf: 48 units. */
export type Leaf = string;

export interface Branch {
  /** paths whose next bit is 0 */
  readonly left: Node;
  readonly right: Node;
  /** SHA-256(hash of left ‖ hash of right); filled in once, before the trie is handed out */
  hash: PackedBits;
}

/** `undefined` is the empty subtree. A subtree with one leaf is that leaf, so a branch has at least two below it. */
export type Node = Leaf | Branch | undefined;

export const pathBits = 256;
const units = 16;
/** The hash of an empty subtree; nothing hashes to it, so it needs no preimage of its own. */
const emptyHash: PackedBits = '\0'.repeat(units);

const unit = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

/** Packs 32 bytes from `at` on. Written out, since an update packs thousands: no array to fill and to collect. */
export const packBits = (b: Uint8Array, at = 0): PackedBits =>
  // prettier-ignore
  String.fromCharCode(
    unit(b, at), unit(b, at + 2), unit(b, at + 4), unit(b, at + 6),
    unit(b, at + 8), unit(b, at + 10), unit(b, at + 12), unit(b, at + 14),
    unit(b, at + 16), unit(b, at + 18), unit(b, at + 20), unit(b, at + 22),
    unit(b, at + 24), unit(b, at + 26), unit(b, at + 28), unit(b, at + 30),
  );

const unpackInto = (target: Uint8Array, at: number, text: string, from: number): void => {
  for (let i = 0; i < units; i++) {
    const code = text.charCodeAt(from + i);
    target[at + 2 * i] = code >> 8;
    target[at + 2 * i + 1] = code;
  }
};

export const isLeaf = (node: Node): node is Leaf => typeof node === 'string';

/** Bit `depth` of a path or of a leaf, counted from the most significant bit of the first byte. */
export const bitAt = (pathOrLeaf: string, depth: number): number =>
  (pathOrLeaf.charCodeAt(depth >> 4) >> (15 - (depth & 15))) & 1;

export const hasPath = (leaf: Leaf, path: PackedBits): boolean => leaf.startsWith(path);

/**
 * H('state-leaf', path ‖ hash of the value): 84 bytes go into SHA-256, so no leaf can be taken for a branch, whose
 * input has 64.
 */
export const leafHashOf = (path: Uint8Array, valueHash: Uint8Array): Uint8Array =>
  sha256(inDomain('state-leaf', path, valueHash));

/** Makes leaves over the same buffers, which spares the copies of `leafHashOf`; its result is the same. */
export const createLeafMaker = (): ((path: Uint8Array, valueHash: Uint8Array) => Leaf) => {
  const preimage = inDomain('state-leaf', new Uint8Array(2 * hashLength));
  const start = preimage.length - 2 * hashLength;
  const record = new Uint8Array(3 * hashLength);
  const codes = Array.from({ length: 3 * units }, () => 0);
  return (path, valueHash) => {
    preimage.set(path, start);
    preimage.set(valueHash, start + hashLength);
    record.set(path);
    record.set(valueHash, hashLength);
    record.set(sha256(preimage), 2 * hashLength);
    for (let i = 0; i < codes.length; i++) codes[i] = unit(record, 2 * i);
    return String.fromCharCode(...codes); // one flat string; joining three would keep all of them
  };
};

/** Writes the 32 bytes of a node's hash. */
export const writeHash = (target: Uint8Array, at: number, node: Node): void => {
  if (node === undefined) unpackInto(target, at, emptyHash, 0);
  else if (isLeaf(node)) unpackInto(target, at, node, 2 * units);
  else unpackInto(target, at, node.hash, 0);
};

export const hashOf = (node: Node): Uint8Array => {
  const bytes = new Uint8Array(hashLength);
  writeHash(bytes, 0, node);
  return bytes;
};

export const leafParts = (leaf: Leaf): { readonly path: Uint8Array; readonly valueHash: Uint8Array } => {
  const path = new Uint8Array(hashLength);
  const valueHash = new Uint8Array(hashLength);
  unpackInto(path, 0, leaf, 0);
  unpackInto(valueHash, 0, leaf, units);
  return { path, valueHash };
};
