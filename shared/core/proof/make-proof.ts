// Makes proofs out of what a node has: its state at the head, its headers, a block. Bounded by the settle depth and by
// the codec's 64 headers.

import { type Chain, sealedOf } from '../chain/index.ts';
import { merklePath } from '../crypto/index.ts';
import { type Block, bytesOf, type Hex32, type SealedHeader } from '../model/index.ts';
import { accountKey, storageKey } from '../state/index.ts';
import { encodeProof, proofHeadersMax } from './proof-codec.ts';

type Source = Pick<Chain, 'spec' | 'state' | 'head' | 'at'>;

const headersFrom = (chain: Source, lowest: number, highest: number): readonly SealedHeader[] => {
  const headers: SealedHeader[] = [];
  for (let height = Math.max(0, lowest); height <= highest; height++) {
    const node = chain.at(height);
    if (node !== undefined) headers.push(sealedOf(node));
  }
  return headers;
};

/** The head, with the headers below it as far as the settle depth. */
const headersOfHead = (chain: Source): readonly SealedHeader[] => {
  const { height } = chain.head();
  return headersFrom(chain, height - Math.min(chain.spec.settleDepth, proofHeadersMax - 1), height);
};

const recordOf = ({ state }: Source, key: string) => ({ record: state.get(key), path: state.prove(key) });

/** What the state at the head says of the account. */
export const proveAccount = (chain: Source, account: Hex32): Uint8Array =>
  encodeProof({
    headers: headersOfHead(chain),
    claim: { kind: 'account', account, ...recordOf(chain, accountKey(account)) },
  });

/** What the state at the head says that the contract stores under the key, or that it stores nothing there. */
export const proveStorage = (chain: Source, contract: Hex32, key: string): Uint8Array =>
  encodeProof({
    headers: headersOfHead(chain),
    claim: { kind: 'storage', contract, key, ...recordOf(chain, storageKey(contract, key)) },
  });

/** The heights of the headers that the proof of a transaction has above its block. */
export const heightsAbove = (chain: Pick<Chain, 'spec' | 'head'>, height: number): readonly number[] => {
  const count = Math.min(chain.spec.settleDepth, proofHeadersMax - 1, chain.head().height - height);
  return Array.from({ length: Math.max(0, count) }, (_, index) => height + 1 + index);
};

/**
 * That the transaction is in this block of the head's chain; `undefined` where it is not. The headers above it are those in
 * memory, unless they are given: those of old blocks are in the store.
 */
export const proveTransaction = (
  chain: Source,
  block: Block,
  id: Hex32,
  above: readonly SealedHeader[] = headersFrom(
    chain,
    block.header.height + 1,
    heightsAbove(chain, block.header.height).at(-1) ?? 0,
  ),
): Uint8Array | undefined => {
  const index = block.transactions.findIndex((transaction) => transaction.id === id);
  const transaction = block.transactions[index];
  if (transaction === undefined) return undefined;
  const leaves = block.transactions.map(({ signedHash }) => bytesOf(signedHash));
  return encodeProof({
    headers: [block, ...above],
    claim: {
      kind: 'transaction',
      transaction,
      position: { index, count: leaves.length },
      path: merklePath(leaves, index),
    },
  });
};
