// The record of signed slots, and the headers that were sealed, as a profile may hand it in, damaged or not.

import { bytesTarget, fuzzSuite, valueOf } from '../../tests/fuzz/index.ts';
import { decodeOwnSeals, encodeOwnSeals } from './own-seals.ts';
import { decodeKeptSlot, encodeKeptSlot } from './signing-record.ts';

fuzzSuite(
  bytesTarget({
    decoder: decodeKeptSlot,
    samples: [
      encodeKeptSlot({ fence: 1, signed: undefined }),
      encodeKeptSlot({ fence: 3, signed: { slot: 812, digest: 'ab'.repeat(32) } }),
    ],
    lengthMax: 128,
    decode: (bytes) => valueOf(decodeKeptSlot(bytes)),
    encode: encodeKeptSlot,
  }),
  bytesTarget({
    decoder: decodeOwnSeals,
    samples: [encodeOwnSeals([]), encodeOwnSeals([new Uint8Array(300).fill(7), Uint8Array.of(1)])],
    largest: () => [encodeOwnSeals(Array.from({ length: 32 }, (_, i) => new Uint8Array(4096).fill(i)))],
    lengthMax: 256 * 1024,
    decode: (bytes) => valueOf(decodeOwnSeals(bytes)),
    encode: encodeOwnSeals,
  }),
);
