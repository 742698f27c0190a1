// The proof that a block of the chain has a transaction: its place from the index, its block and the headers above it from
// memory or the store. For this node's own person, and for light peers. Bounded as proofs are.

import type { Hex32, SealedHeader } from '../core/model/index.ts';
import { heightsAbove, proveTransaction } from '../core/proof/index.ts';
import { blockAt, blockOf } from './block-reader.ts';
import type { Session } from './backend.ts';
import type { ChainIndex } from './chain-index.ts';

export interface ProofSource {
  readonly session: Pick<Session, 'node' | 'store'>;
  readonly index: Pick<ChainIndex, 'find'>;
}

/** `undefined`: no block of the chain has it, or its block cannot be read. */
export const transactionProof = async (
  { session: { node, store }, index }: ProofSource,
  id: Hex32,
): Promise<Uint8Array | undefined> => {
  const { chain } = node;
  const place = await index.find(id);
  const ref = place === undefined ? undefined : blockAt(chain, place.height);
  const block = ref === undefined ? undefined : await blockOf({ chain, store }, ref);
  if (block === undefined) return undefined;
  const above: SealedHeader[] = [];
  for (const header of await node.headersAt(store, heightsAbove(chain, block.header.height))) {
    if (header === undefined) break;
    above.push(header);
  }
  return proveTransaction(chain, block, id, above);
};
