// Paths of Merkle trees from strangers: whatever they are made of, the only items that they prove are those in the list.

import { bytesTarget, fuzzSuite } from '../../../tests/fuzz/index.ts';
import { treeItems } from '../../../tests/vectors/golden-samples.ts';
import { createReader, createWriter, toHex } from '../bytes/index.ts';
import { merklePath, merklePathIsValid, merkleRoot } from './index.ts';

const root = merkleRoot(treeItems);
const known = new Set(treeItems.map((item) => toHex(item)));

interface Claim {
  readonly item: Uint8Array;
  readonly index: number;
  readonly count: number;
  readonly path: readonly Uint8Array[];
}

/** Numbers as IEEE 754 doubles, so that those that are no counts come up too; parts of any length. */
const encodeClaim = ({ item, index, count, path }: Claim): Uint8Array => {
  const numbers = new DataView(new ArrayBuffer(16));
  numbers.setFloat64(0, index);
  numbers.setFloat64(8, count);
  const writer = createWriter().raw(new Uint8Array(numbers.buffer)).bytes8(item).u8(path.length);
  for (const sibling of path) writer.bytes8(sibling);
  return writer.finish();
};

const decodeClaim = (bytes: Uint8Array): Claim | undefined => {
  const reader = createReader(bytes);
  const numbers = new DataView(new ArrayBuffer(16));
  new Uint8Array(numbers.buffer).set(reader.fixed(16));
  const item = reader.bytes8(255);
  const path = reader.list(reader.u8(), 255, () => reader.bytes8(255));
  const claim = reader.finish({ item, path, index: numbers.getFloat64(0), count: numbers.getFloat64(8) });
  return claim.ok ? claim.value : undefined;
};

fuzzSuite(
  bytesTarget({
    decoder: merklePathIsValid,
    samples: treeItems.map((item, index) =>
      encodeClaim({ item, index, count: treeItems.length, path: merklePath(treeItems, index) }),
    ),
    lengthMax: 4096,
    everyChangeBreaks: true,
    decode: (bytes) => {
      const claim = decodeClaim(bytes);
      return claim !== undefined && merklePathIsValid(root, claim.item, claim, claim.path) ? claim : undefined;
    },
    encode: (claim) => {
      if (!known.has(toHex(claim.item))) throw new Error(`an item is proved that is not in the list`);
      return encodeClaim(claim);
    },
  }),
);
