// The head of a light node: the headers of its chain are what it stores, and what it gives peers. Its commits are relaxed,
// because all of them can be fetched again in seconds. Bounded as the header tree is: what is archived leaves memory.

import { type HeadChange, sealedOf } from '../chain/index.ts';
import { headerEntryBytes } from '../model/index.ts';
import { archiveWrites } from './archive-records.ts';
import { forgetProven } from './light-books.ts';
import type { NodeParts, Outbox } from './parts.ts';
import type { StoreWrite } from './ports.ts';
import { headerKey, headWrite } from './records.ts';

/** In one commit: four thousand headers, twice as many as one message brings. */
const archiveStepsMax = 16;

export const commitHeaders = ({ chain, light }: NodeParts, change: HeadChange, out: Outbox): void => {
  const writes: StoreWrite[] = change.applied.map((node) => [
    'header',
    headerKey(node.height, node.id),
    headerEntryBytes(sealedOf(node)),
  ]);
  writes.push(headWrite(change.to));
  if (change.reverted.length > 0) forgetProven(light, ({ height, block }) => chain.idAt(height) === block);
  for (let step = 0; step < archiveStepsMax; step++) {
    const archived = chain.archive(chain.head());
    if (archived === undefined) break;
    writes.push(...archiveWrites(archived, chain.archived));
  }
  out.effects.push({
    type: 'commit',
    writes,
    durability: 'relaxed',
    move: { reverted: change.reverted.map(({ id }) => id), applied: change.applied.map(({ id }) => id) },
  });
};
