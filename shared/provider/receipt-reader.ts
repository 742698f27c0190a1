// Receipts of blocks with contracts, which the store keeps beside the blocks; those of other transactions follow from the
// transaction (show-transaction.ts). Owns nothing; `receiptsOf` reads a batch in one call of the store. A record that is
// missing or damaged counts as absent.

import {
  type Block,
  decodeReceipts,
  type Hex32,
  isContractCall,
  type Receipt,
  receiptsKey,
} from '../core/model/index.ts';
import type { Store } from '../core/node/index.ts';

/** In the order of the blocks asked for. */
export const receiptsOf = async (
  store: Pick<Store, 'getMany'>,
  blocks: readonly Hex32[],
): Promise<readonly (readonly Receipt[] | undefined)[]> => {
  const stored = await store.getMany('meta', blocks.map(receiptsKey));
  return stored.map((bytes) => {
    const receipts = bytes === undefined ? undefined : decodeReceipts(bytes);
    return receipts?.ok === true ? receipts.value : undefined;
  });
};

/** Receipts by transaction, of those of the blocks that hold a contract's. */
export const receiptsById = async (
  store: Pick<Store, 'getMany'>,
  blocks: readonly Block[],
): Promise<ReadonlyMap<Hex32, Receipt>> => {
  const withCalls = blocks.filter(({ transactions }) => transactions.some(isContractCall));
  const found = new Map<Hex32, Receipt>();
  if (withCalls.length === 0) return found;
  const receipts = await receiptsOf(
    store,
    withCalls.map(({ id }) => id),
  );
  for (const [i, { transactions }] of withCalls.entries()) {
    for (const [position, { id }] of transactions.entries()) {
      const receipt = receipts[i]?.[position];
      if (receipt !== undefined) found.set(id, receipt);
    }
  }
  return found;
};
