// Proofs from anybody: refused, or exactly the form of what they say.

import { bytesTarget, fuzzSuite, valueOf } from '../../../tests/fuzz/index.ts';
import { headers, transactions } from '../../../tests/vectors/golden-samples.ts';
import { decodeProof, encodeProof, type Proof } from './proof-codec.ts';

const hash = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const account = 'ab'.repeat(32);
const [transaction] = transactions;
if (transaction === undefined) throw new Error('no sample of a transaction');

const proofs: readonly Proof[] = [
  {
    headers: [headers.pow, headers.poa],
    claim: {
      ...{ kind: 'account', account, record: new Uint8Array(16).fill(3) },
      path: { siblings: [hash(1), hash(2)], otherLeaf: undefined },
    },
  },
  {
    headers: [headers.pos],
    claim: {
      ...{ kind: 'account', account, record: undefined },
      path: { siblings: [], otherLeaf: { path: hash(4), valueHash: hash(5) } },
    },
  },
  {
    headers: [headers.pos],
    claim: {
      ...{ kind: 'storage', contract: account, key: 'n', record: new Uint8Array(70).fill(9) },
      path: { siblings: [hash(8)], otherLeaf: undefined },
    },
  },
  {
    headers: [headers.poa],
    claim: {
      ...{ kind: 'storage', contract: account, key: 'none', record: undefined },
      path: { siblings: [], otherLeaf: { path: hash(4), valueHash: hash(5) } },
    },
  },
  {
    headers: [headers.pow],
    claim: { kind: 'transaction', transaction, position: { index: 3, count: 9 }, path: [hash(6), hash(7)] },
  },
];

fuzzSuite(
  bytesTarget({
    decoder: decodeProof,
    samples: proofs.map(encodeProof),
    largest: () => [],
    lengthMax: 160 * 1024,
    decode: (bytes) => valueOf(decodeProof(bytes)),
    encode: encodeProof,
  }),
);
