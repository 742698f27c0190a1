// Stored state changes, and proofs about the state from strangers: only what the state holds can be proved.

import { bytesTarget, fuzzSuite, valueOf } from '../../../tests/fuzz/index.ts';
import { createReader, createWriter, equalBytes } from '../bytes/index.ts';
import { hash } from '../crypto/index.ts';
import { decodeChanges, encodeChanges } from './index.ts';
import { checkProof, provePath, type TrieProof } from './trie-proof.ts';
import { emptyTrie, updateTrie } from './trie.ts';

const filled = (byte: number, length = 32): Uint8Array => new Uint8Array(length).fill(byte);

const pathOf = (name: number): Uint8Array => hash('state-key', Uint8Array.of(name));
const held = Array.from({ length: 24 }, (_, i) => ({ path: pathOf(i), valueHash: filled(i + 1) }));
const trie = updateTrie(emptyTrie, held);
const valueAt = (path: Uint8Array): Uint8Array | undefined =>
  held.find((record) => equalBytes(record.path, path))?.valueHash;

interface Claim {
  readonly path: Uint8Array;
  readonly valueHash: Uint8Array | undefined;
  readonly proof: TrieProof;
}

/** Parts of any length, so that proofs of every shape come up. */
const encodeClaim = ({ path, valueHash, proof: { siblings, otherLeaf } }: Claim): Uint8Array => {
  const writer = createWriter()
    .bytes8(path)
    .u8(valueHash === undefined ? 0 : 1);
  if (valueHash !== undefined) writer.bytes8(valueHash);
  writer.u8(otherLeaf === undefined ? 0 : 1);
  if (otherLeaf !== undefined) writer.bytes8(otherLeaf.path).bytes8(otherLeaf.valueHash);
  writer.u16(siblings.length);
  for (const sibling of siblings) writer.bytes8(sibling);
  return writer.finish();
};

const decodeClaim = (bytes: Uint8Array): Claim | undefined => {
  const reader = createReader(bytes);
  const flag = (): boolean => {
    const byte = reader.u8();
    if (byte > 1) reader.refuse('a flag above 1');
    return byte === 1;
  };
  const path = reader.bytes8(255);
  const valueHash = flag() ? reader.bytes8(255) : undefined;
  const otherLeaf = flag() ? { path: reader.bytes8(255), valueHash: reader.bytes8(255) } : undefined;
  const siblings = reader.list(reader.u16(), 1000, () => reader.bytes8(255));
  const claim = reader.finish({ path, valueHash, proof: { siblings, otherLeaf } });
  return claim.ok ? claim.value : undefined;
};

const claimAbout = (path: Uint8Array): Uint8Array =>
  encodeClaim({ path, valueHash: valueAt(path), proof: provePath(trie, path) });

/** Frames reach the inner places of a path only where the rest of it is right: every proof of some records is a sample. */
const claims = Array.from({ length: 40 }, (_, i) => claimAbout(pathOf(i)));

const stateKey = (byte: string): string => `a${byte.repeat(64)}`;

fuzzSuite(
  bytesTarget({
    decoder: decodeChanges,
    samples: [
      encodeChanges([]),
      encodeChanges([{ key: stateKey('0'), before: undefined, after: filled(1, 16) }]),
      encodeChanges([
        { key: stateKey('1'), before: filled(2, 16), after: filled(3, 16) },
        { key: stateKey('a'), before: filled(4, 16), after: undefined },
        { key: stateKey('f'), before: new Uint8Array(0), after: filled(5, 100) },
      ]),
    ],
    largest: () => [
      encodeChanges(
        Array.from({ length: 5000 }, (_, i) => ({
          key: `a${i.toString(16).padStart(64, '0')}`,
          before: filled(1, 16),
          after: filled(2, 16),
        })),
      ),
    ],
    lengthMax: 1024 * 1024,
    decode: (bytes) => valueOf(decodeChanges(bytes)),
    encode: encodeChanges,
  }),
  bytesTarget({
    decoder: checkProof,
    samples: claims,
    lengthMax: 16 * 1024,
    decode: (bytes) => {
      const claim = decodeClaim(bytes);
      return claim !== undefined && checkProof(trie.root, claim.path, claim.valueHash, claim.proof) ? claim : undefined;
    },
    encode: (claim) => {
      const value = valueAt(claim.path);
      const isTrue =
        value === undefined || claim.valueHash === undefined
          ? value === claim.valueHash
          : equalBytes(value, claim.valueHash);
      if (!isTrue) throw new Error('what the state does not hold is proved');
      return encodeClaim(claim);
    },
  }),
);
