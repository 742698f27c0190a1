// Records of stakes and signers as a store or a stranger may hand them in: refused, or the one form of what they say.

import { bytesTarget, fuzzSuite, valueOf } from '../../../../tests/fuzz/index.ts';
import { createWriter } from '../../bytes/index.ts';
import { decodeValidators, encodeValidators } from '../../model/index.ts';
import { decodeDue, encodeDue } from './due.ts';
import { decodeAdmin, decodeSigners, encodeAdmin, encodeSigners } from './signer-records.ts';
import { decodeJail, decodeUnbonding, encodeUnbonding } from './stake-records.ts';

const key = (number: number): string => (number + 1).toString(16).padStart(64, '0');
const keys = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => key(i));
const stakesOf = (count: number) => keys(count).map((account) => ({ account, amount: 7n }));

fuzzSuite(
  bytesTarget({
    decoder: decodeValidators,
    samples: [
      encodeValidators({ kind: 'stakes', stakes: stakesOf(3) }),
      encodeValidators({ kind: 'signers', signers: keys(3) }),
    ],
    largest: () => [encodeValidators({ kind: 'stakes', stakes: stakesOf(256) })],
    lengthMax: 16 * 1024,
    decode: (bytes) => valueOf(decodeValidators(bytes)),
    encode: encodeValidators,
  }),
  bytesTarget({
    decoder: decodeUnbonding,
    samples: [
      encodeUnbonding([{ amount: 5n, atHeight: 9 }]),
      encodeUnbonding(Array.from({ length: 16 }, (_, i) => ({ amount: 1n, atHeight: i }))),
    ],
    lengthMax: 512,
    decode: (bytes) => valueOf(decodeUnbonding(bytes)),
    encode: encodeUnbonding,
  }),
  bytesTarget({
    decoder: decodeJail,
    samples: [createWriter(8).uint(2000).finish()],
    lengthMax: 64,
    decode: (bytes) => valueOf(decodeJail(bytes)),
    encode: (height) => createWriter(8).uint(height).finish(),
  }),
  bytesTarget({
    decoder: decodeDue,
    samples: [
      encodeDue([{ kind: 'unbonding', of: key(1) }]),
      encodeDue([
        { kind: 'jail', of: key(1) },
        { kind: 'unbonding', of: key(2) },
      ]),
    ],
    largest: () => [encodeDue(keys(10_000).map((of) => ({ kind: 'unbonding', of })))],
    lengthMax: 512 * 1024,
    decode: (bytes) => valueOf(decodeDue(bytes)),
    encode: encodeDue,
  }),
  bytesTarget({
    decoder: decodeSigners,
    samples: [
      encodeSigners({ signers: keys(1), pending: [], suspended: [] }),
      encodeSigners({
        signers: keys(3),
        pending: [
          { atHeight: 4, add: [key(9)], remove: [] },
          { atHeight: 7, add: [], remove: [key(0), key(1)] },
        ],
        suspended: [{ signer: key(5), height: 3 }],
      }),
    ],
    largest: () => [
      encodeSigners({
        signers: keys(256),
        pending: Array.from({ length: 32 }, (_, i) => ({ atHeight: i, add: keys(32), remove: keys(32) })),
        suspended: keys(256).map((signer, height) => ({ signer, height })),
      }),
    ],
    lengthMax: 96 * 1024,
    decode: (bytes) => valueOf(decodeSigners(bytes)),
    encode: encodeSigners,
  }),
  bytesTarget({
    decoder: decodeAdmin,
    samples: [encodeAdmin({ admin: key(1), next: undefined }), encodeAdmin({ admin: key(1), next: key(2) })],
    lengthMax: 128,
    decode: (bytes) => valueOf(decodeAdmin(bytes)),
    encode: encodeAdmin,
  }),
);
