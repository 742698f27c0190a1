// contract_calls: what was called of a contract by transactions, as the chain has it, from the newest down. Bounded as
// contractBlocks is, and by the blocks that are read whole; calls by other contracts are in no transaction of their own.

import type { ContractCallShape, ContractMethodTable } from './contract-shape.ts';
import { blockOf } from './block-reader.ts';
import { contractBlocks } from './contract-blocks.ts';
import { contractIdIn } from './contract-events.ts';
import { needFull } from './light-answers.ts';
import type { Live } from './open-network.ts';
import { showReceipt, showTransaction } from './show-transaction.ts';

/** Blocks with contracts that one question reads. */
const readMax = 512;
const countDefault = 50;

export const listCalls = async (
  live: Live,
  { address, from, count = countDefault }: ContractMethodTable['contract_calls']['params'],
): Promise<readonly ContractCallShape[]> => {
  needFull(live, 'this tab keeps no blocks, and so no calls');
  contractIdIn('address', address);
  const { node, store, spec } = live.session;
  const calls: ContractCallShape[] = [];
  let read = 0;
  for await (const { ref, receipts } of contractBlocks(live, from)) {
    const block = await blockOf({ chain: node.chain, store }, ref);
    for (const [position, transaction] of [...(block?.transactions.entries() ?? [])].reverse()) {
      const { receipt } = showReceipt(spec, transaction, receipts[position]);
      const shown = showTransaction(transaction);
      if (receipt === undefined || (shown.kind !== 'invoke' && shown.kind !== 'deploy')) continue;
      if ((shown.kind === 'invoke' ? shown.address : receipt.contract) !== address) continue;
      const { id, sender, args, amount } = shown;
      const { status, reason, gasUsed, value } = receipt;
      calls.push({
        ...{ id, height: ref.height, sender, args, amount, status, gasUsed },
        function: shown.kind === 'invoke' ? shown.function : 'init',
        ...(reason === undefined ? {} : { reason }),
        ...(value === undefined ? {} : { value }),
      });
      if (calls.length === count) return calls;
    }
    read += 1;
    if (read === readMax) return calls;
  }
  return calls;
};
