// Makes the database that start-10000 opens: the blocks are imported into a store in memory exactly as a tab imports them,
// and its rows are committed to IndexedDB through the tab's own store. Answers how many rows there are.
// Bound: the whole chain is in memory at once, some 100 MB.

import { openIndexedDbStore } from '../browser-node/ports/indexeddb-store.ts';
import { openMemoryStore } from '../shared/core/node/index.ts';
import type { StoreWrite } from '../shared/core/node/index.ts';
import { blockMessages, openImportingNode } from './importing-node.ts';
import { answerRates } from './rates-from.ts';
import { chainOfStart, databaseName } from './start-10000.chain.ts';
import { storeRows } from './stored-chain.ts';

/** Rows in one transaction of the database. */
const rowsPerCommit = 1000;

answerRates(async () => {
  const { spec, blocks } = await chainOfStart();
  const source = openMemoryStore();
  const node = await openImportingNode(spec, source);
  await node.importAll(blockMessages(blocks), blocks.length);
  await node.close();
  const rows: readonly StoreWrite[] = await storeRows(source);
  const target = await openIndexedDbStore(databaseName, { onClosed: () => undefined });
  for (let start = 0; start < rows.length; start += rowsPerCommit) {
    await target.commit(rows.slice(start, start + rowsPerCommit), 'strict');
  }
  await target.close();
  return [rows.length];
});
