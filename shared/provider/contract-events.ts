// event_list: what contracts have emitted, read off the receipts of the chain's blocks from the newest down. There is no
// index of events, so a question looks at no more than `blocksMax` blocks; who wants more goes on with `from`.

import { type Hex32, parseAddress, type Receipt } from '../core/model/index.ts';
import { wrongParam } from './api-error.ts';
import { blockAt, blockOf, type BlockRef } from './block-reader.ts';
import type { ContractMethodTable, EmittedEvent, ListedEvent } from './contract-shape.ts';
import { needFull } from './light-answers.ts';
import type { Live } from './open-network.ts';
import { receiptsOf } from './receipt-reader.ts';
import { showEvents, showHex } from './show-transaction.ts';

const blocksMax = 4096;
/** Read from the store at a time. */
const batch = 128;
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
  ref: BlockRef,
  receipts: readonly Receipt[],
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
  const { chain } = live.session.node;
  const { address, name, count = countDefault } = question;
  if (address !== undefined) contractIdIn('address', address);
  const fits = (event: EmittedEvent): boolean =>
    (address === undefined || event.address === address) && (name === undefined || event.name === name);
  const top = Math.min(question.from ?? chain.head().height, chain.head().height);
  const bottom = Math.max(1, top - blocksMax + 1);
  const listed: ListedEvent[] = [];
  for (let high = top; high >= bottom && listed.length < count; high -= batch) {
    const size = Math.min(batch, high - bottom + 1);
    const refs = Array.from({ length: size }, (_, i) => blockAt(chain, high - i)).filter((ref) => ref !== undefined);
    const stored = await receiptsOf(
      live.session.store,
      refs.map(({ id }) => id),
    );
    for (const [i, ref] of refs.entries()) {
      const receipts = stored[i];
      if (receipts !== undefined && listed.length < count) listed.push(...(await eventsOf(live, ref, receipts, fits)));
    }
  }
  return listed.slice(0, count);
};
