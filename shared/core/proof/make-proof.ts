// Makes proofs out of what a node has: its state at the head, its headers, a block. Bounded by the settle depth and by
// the codec's 64 headers.

import type { Chain } from '../chain/index.ts';
import { merklePath } from '../crypto/index.ts';
import { type Block, bytesOf, type Hex32, type SealedHeader } from '../model/index.ts';
import { accountKey } from '../state/index.ts';
import { encodeProof, proofHeadersMax } from './proof-codec.ts';

type Source = Pick<Chain, 'spec' | 'state' | 'head' | 'at'>;

const headersFrom = (chain: Source, lowest: number, highest: number): readonly SealedHeader[] => {
  const headers: SealedHeader[] = [];
  for (let height = Math.max(0, lowest); height <= highest; height++) {
    const node = chain.at(height);
    if (node !== undefined) headers.push(node.sealed);
  }
  return headers;
};

/** What the state at the head says of the account, with the headers below it as far as the settle depth. */
export const proveAccount = (chain: Source, account: Hex32): Uint8Array => {
  const { height } = chain.head();
  const below = Math.min(chain.spec.settleDepth, proofHeadersMax - 1);
  const key = accountKey(account);
  return encodeProof({
    headers: headersFrom(chain, height - below, height),
    claim: { kind: 'account', account, record: chain.state.get(key), path: chain.state.prove(key) },
  });
};

/** That the transaction is in this block of the head's chain; `undefined` where it is not. */
export const proveTransaction = (chain: Source, block: Block, id: Hex32): Uint8Array | undefined => {
  const index = block.transactions.findIndex((transaction) => transaction.id === id);
  const transaction = block.transactions[index];
  if (transaction === undefined) return undefined;
  const { height } = block.header;
  const above = Math.min(chain.spec.settleDepth, proofHeadersMax - 1, chain.head().height - height);
  const leaves = block.transactions.map(({ signedHash }) => bytesOf(signedHash));
  return encodeProof({
    headers: [block, ...headersFrom(chain, height + 1, height + above)],
    claim: {
      kind: 'transaction',
      transaction,
      position: { index, count: leaves.length },
      path: merklePath(leaves, index),
    },
  });
};
