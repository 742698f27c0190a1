// Records of old blocks, damaged: refused by their checksum, or exactly what they say; of headers, those that can be read.

import { bytesTarget, fuzzSuite, valueOf } from '../../../tests/fuzz/index.ts';
import { headers } from '../../../tests/vectors/golden-samples.ts';
import { concatBytes, createWriter, fromHex } from '../bytes/index.ts';
import { decodeContext, encodeContext } from '../consensus/index.ts';
import { sha256 } from '../crypto/index.ts';
import { bytesOf, encodeValidators } from '../model/index.ts';
import {
  type BaseRecord,
  decodeArchivedHeaders,
  decodeArchivedIds,
  decodeBase,
  encodeArchivedHeaders,
} from './archive-records.ts';

const id = 'c1'.repeat(32);
const peak = new Uint8Array(32).fill(5);
const summed = (bytes: Uint8Array): Uint8Array => concatBytes(bytes, sha256(bytes));
/** With the checksum of whatever it says now. */
const mend = (bytes: Uint8Array): Uint8Array => summed(bytes.subarray(0, Math.max(0, bytes.length - 32)));

const signers = encodeValidators({ kind: 'signers', signers: [id] });
const context = decodeContext(concatBytes(Uint8Array.of(3), signers));
const validators = context.ok ? context.value : undefined;

const baseBytes = ({ height, id: block, weight, history, validators: known }: BaseRecord): Uint8Array => {
  const weightInBytes = fromHex(weight.toString(16).padStart(64, '0')) ?? new Uint8Array(32);
  const writer = createWriter().uint(height).fixed(bytesOf(block), 32).fixed(weightInBytes, 32);
  writer.uint(history.count).u8(history.peaks.length);
  for (const one of history.peaks) writer.fixed(one, 32);
  if (known !== undefined) writer.bytes32(encodeContext(known));
  return summed(writer.finish());
};

const idsCount = 3;

fuzzSuite(
  bytesTarget({
    decoder: decodeBase,
    samples: [
      baseBytes({ height: 256, id, weight: 2n ** 200n, history: { count: 256, peaks: [peak] }, validators: undefined }),
      baseBytes({ height: 3, id, weight: 0n, history: { count: 3, peaks: [peak, peak] }, validators }),
    ],
    lengthMax: 4096,
    mend,
    decode: (bytes) => valueOf(decodeBase(bytes)),
    encode: baseBytes,
  }),
  bytesTarget({
    decoder: decodeArchivedIds,
    samples: [summed(new Uint8Array(idsCount * 32).fill(9))],
    lengthMax: 256,
    mend,
    decode: (bytes) => decodeArchivedIds(bytes, idsCount),
    encode: summed,
  }),
  bytesTarget({
    decoder: decodeArchivedHeaders,
    samples: [encodeArchivedHeaders([headers.pow, headers.poa])],
    lengthMax: 4096,
    canonical: 'settles',
    decode: decodeArchivedHeaders,
    encode: encodeArchivedHeaders,
  }),
);
