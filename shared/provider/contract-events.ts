// event_list: what contracts have emitted, read off the receipts of the chain's blocks from the newest down. Bounded as
// contractBlocks is; who wants more goes on with `from`.

import { type Hex32, parseAddress } from '../core/model/index.ts';
import { wrongParam } from './api-error.ts';
import { blockOf } from './block-reader.ts';
import { type BlockWithReceipts, contractBlocks } from './contract-blocks.ts';
import type { ContractMethodTable, EmittedEvent, ListedEvent } from './contract-shape.ts';
import { needFull } from './light-answers.ts';
import type { Live } from './open-network.ts';
import { showEvents, showHex } from './show-transaction.ts';

const countDefault = 50;

export const contractIdIn = (path: string, text: string): Hex32 => {
  const address = parseAddress(text);
  if (address.ok && address.value.kind === 'contract') return address.value.id;
  throw wrongParam(
    path,
    'That is not the address of a contract (tabc1…).',
    address.ok ? undefined : address.error.type,
  );
};

type Question = ContractMethodTable['event_list']['params'];

/** Those of a block that fit, newest first. */
const eventsOf = async (
  { session }: Live,
  { ref, receipts }: BlockWithReceipts,
  fits: (event: EmittedEvent) => boolean,
): Promise<readonly ListedEvent[]> => {
  const found = receipts.flatMap(({ events }, position) =>
    showEvents(events)
      .filter(fits)
      .map((event) => ({ event, position })),
  );
  if (found.length === 0) return [];
  const block = await blockOf({ chain: session.node.chain, store: session.store }, ref);
  return found.reverse().flatMap(({ event, position }) => {
    const transaction = block?.transactions[position];
    return transaction === undefined ? [] : [{ ...event, height: ref.height, id: showHex(transaction.id) }];
  });
};

export const listEvents = async (live: Live, question: Question): Promise<readonly ListedEvent[]> => {
  needFull(live, 'this tab keeps no blocks, and so no events');
  const { address, name, count = countDefault } = question;
  if (address !== undefined) contractIdIn('address', address);
  const fits = (event: EmittedEvent): boolean =>
    (address === undefined || event.address === address) && (name === undefined || event.name === name);
  const listed: ListedEvent[] = [];
  for await (const block of contractBlocks(live, question.from)) {
    listed.push(...(await eventsOf(live, block, fits)));
    if (listed.length >= count) break;
  }
  return listed.slice(0, count);
};
