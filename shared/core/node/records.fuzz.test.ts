// Records of the store, damaged: each is refused or is exactly the form of what it says.

import { bytesTarget, fuzzSuite, valueOf } from '../../../tests/fuzz/index.ts';
import { createWriter } from '../bytes/index.ts';
import { bytesOf, encodeAccount, specLimits } from '../model/index.ts';
import type { StateKey } from '../state/index.ts';
import { type BlockPointer, decodeChunk, decodeExecutedFrom, decodePointer, decodeSnapshotPointer } from './records.ts';

const id = 'c1'.repeat(32);

const pointerBytes = ({ height, id: block }: BlockPointer) => createWriter().uint(height).fixed(bytesOf(block), 32);

const chunkBytes = (entries: readonly (readonly [StateKey, Uint8Array])[]): Uint8Array => {
  const writer = createWriter();
  for (const [key, value] of entries) writer.text(key).bytes32(value);
  return writer.finish();
};

const entryOf = (i: number): readonly [StateKey, Uint8Array] => [
  `a${i.toString(16).padStart(64, '0')}`,
  encodeAccount({ balance: BigInt(i), nonce: i }),
];

fuzzSuite(
  bytesTarget({
    decoder: decodePointer,
    samples: [pointerBytes({ height: 0, id }).finish(), pointerBytes({ height: 2 ** 53 - 1, id }).finish()],
    lengthMax: 256,
    decode: (bytes) => valueOf(decodePointer(bytes)),
    encode: (pointer) => pointerBytes(pointer).finish(),
  }),
  bytesTarget({
    decoder: decodeExecutedFrom,
    samples: [0, 257, 2 ** 53 - 1].map((height) => createWriter().uint(height).finish()),
    lengthMax: 64,
    decode: (bytes) => valueOf(decodeExecutedFrom(bytes)),
    encode: (height) => createWriter().uint(height).finish(),
  }),
  bytesTarget({
    decoder: decodeSnapshotPointer,
    samples: [0, 1, 64].map((chunks) => pointerBytes({ height: 77, id }).u32(chunks).finish()),
    lengthMax: 256,
    decode: (bytes) => valueOf(decodeSnapshotPointer(bytes)),
    encode: (pointer) => {
      // Each is a value that the loader asks the store for.
      if (pointer.chunks > specLimits.stateBytesMax / (1024 * 1024) + 1)
        throw new Error('more chunks than a state has');
      return pointerBytes(pointer).u32(pointer.chunks).finish();
    },
  }),
  bytesTarget({
    decoder: decodeChunk,
    samples: [[], [entryOf(1)], [entryOf(1), entryOf(2), entryOf(3)]].map(chunkBytes),
    largest: () => [chunkBytes(Array.from({ length: 12_000 }, (_, i) => entryOf(i)))],
    lengthMax: 1024 * 1024 + 512,
    decode: (bytes) => valueOf(decodeChunk(bytes)),
    // The state is a map: what is in it twice would be written once.
    encode: (entries) => chunkBytes([...new Map(entries)]),
  }),
);
