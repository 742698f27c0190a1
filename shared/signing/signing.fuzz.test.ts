// The record of signed slots as a profile may hand it in, damaged or not.

import { bytesTarget, fuzzSuite, valueOf } from '../../tests/fuzz/index.ts';
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
);
