// The blocks of the chain that hold a contract's transactions, from one height downwards, with their receipts. There is no
// index of them: a question looks at no more than `blocksMax` blocks, and who wants more goes on from a lower height.

import type { Receipt } from '../core/model/index.ts';
import { blockAt, type BlockRef } from './block-reader.ts';
import type { Live } from './open-network.ts';
import { receiptsOf } from './receipt-reader.ts';

const blocksMax = 4096;
/** Read from the store at a time. */
const batch = 128;

export interface BlockWithReceipts {
  readonly ref: BlockRef;
  readonly receipts: readonly Receipt[];
}

/** Newest first; `from` is the head unless given. */
export async function* contractBlocks(
  { session }: Pick<Live, 'session'>,
  from: number | undefined,
): AsyncGenerator<BlockWithReceipts> {
  const { chain } = session.node;
  const head = chain.head().height;
  const top = Math.min(from ?? head, head);
  const bottom = Math.max(1, top - blocksMax + 1);
  for (let high = top; high >= bottom; high -= batch) {
    const size = Math.min(batch, high - bottom + 1);
    const refs = Array.from({ length: size }, (_, i) => blockAt(chain, high - i)).filter((ref) => ref !== undefined);
    const stored = await receiptsOf(
      session.store,
      refs.map(({ id }) => id),
    );
    for (const [i, ref] of refs.entries()) {
      const receipts = stored[i];
      if (receipts !== undefined) yield { ref, receipts };
    }
  }
}
