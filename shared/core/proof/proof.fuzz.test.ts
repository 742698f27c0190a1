// Proofs from strangers: refused, or exactly the form of what they claim.

import { bytesTarget, fuzzSuite, valueOf } from '../../../tests/fuzz/index.ts';
import { headers, sender, transactions } from '../../../tests/vectors/golden-samples.ts';
import { encodeAccount, sealHeader, withSignature } from '../model/index.ts';
import { decodeProof, encodeProof, type Proof, proofHeadersMax } from './proof-codec.ts';

const filled = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const [transaction] = transactions;
if (transaction === undefined) throw new Error('no samples');

const record = encodeAccount({ balance: 7n, nonce: 1 });
const otherLeaf = { path: filled(3), valueHash: filled(4) };
const account = { kind: 'account', account: sender } as const;

const proofs: readonly Proof[] = [
  { headers: [headers.pow], claim: { ...account, record, path: { siblings: [filled(1)], otherLeaf: undefined } } },
  { headers: [headers.poa], claim: { ...account, record: undefined, path: { siblings: [], otherLeaf } } },
  {
    headers: [headers.pow, headers.pos],
    claim: { kind: 'transaction', transaction, position: { index: 2, count: 5 }, path: [filled(5), filled(6)] },
  },
];

const longest = (): Uint8Array =>
  encodeProof({
    headers: Array.from({ length: proofHeadersMax }, () => headers.pos),
    claim: {
      ...account,
      record,
      path: { siblings: Array.from({ length: 256 }, (_, i) => filled(i)), otherLeaf: undefined },
    },
  });

fuzzSuite(
  bytesTarget({
    decoder: decodeProof,
    samples: proofs.map((proof) => encodeProof(proof)),
    largest: () => [longest()],
    lengthMax: 128 * 1024,
    decode: (bytes) => valueOf(decodeProof(bytes)),
    // Headers and transaction from their fields, not from the bytes that are kept with them.
    encode: ({ headers: list, claim }) =>
      encodeProof({
        headers: list.map(({ header, seal }) => sealHeader(header, seal)),
        claim:
          claim.kind === 'account'
            ? claim
            : { ...claim, transaction: withSignature(claim.transaction, claim.transaction.signature) },
      }),
  }),
);
