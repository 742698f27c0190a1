// A chain as it lies in a tab's database, with the index of its transactions: blocks are imported into a store in memory,
// exactly as a tab does, and its rows are then put into the IndexedDB database of a tab that is not open yet. So a tab that
// serves a long chain need not import it first. Bound: everything is in memory at once; 1,000 blocks with few transactions
// are 3 MB.

import type { Page } from '@playwright/test';
import { openMemoryStore } from '../shared/core/node/index.ts';
import type { Store, StoreTable } from '../shared/core/node/index.ts';
import { createChainIndex } from '../shared/provider/index.ts';
import { blockMessages, openImportingNode } from './importing-node.ts';
import type { SealedChain } from './sealed-chain.ts';

/** Values in base64, which crosses into a page as it is. */
export type StoredRow = readonly [table: StoreTable, key: string, value: string];

const tables: readonly StoreTable[] = ['header', 'body', 'undo', 'snapshot', 'meta', 'index'];

/** The rows of a store that has imported the chain. */
export async function storedRows({ spec, blocks }: SealedChain): Promise<readonly StoredRow[]> {
  const store = openMemoryStore();
  const node = await openImportingNode(spec, store);
  await node.importAll(blockMessages(blocks), blocks.length);
  await createChainIndex({ chain: node.chain, store }).catchUp();
  await node.close();
  return (await storeRows(store)).map(([table, key, value]) => [table, key, Buffer.from(value).toString('base64')]);
}

/** All that a store holds. */
export async function storeRows(
  store: Store,
): Promise<readonly (readonly [table: StoreTable, key: string, value: Uint8Array])[]> {
  const rows: (readonly [StoreTable, string, Uint8Array])[] = [];
  for (const table of tables) {
    const entries = await store.scan(table, '', Number.MAX_SAFE_INTEGER);
    for (const [key, value] of entries) rows.push([table, key, value]);
  }
  return rows;
}

/** What crosses into a page at once: some megabytes. */
const rowsAtOnce = 3000;

/** Makes the database `name` of the page's origin with these rows. It must not exist yet. */
export async function fillDatabase(page: Page, name: string, rows: readonly StoredRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    await putRows(page, name, rows.slice(start, start + rowsAtOnce));
  }
}

async function putRows(page: Page, name: string, rows: readonly StoredRow[]): Promise<void> {
  await page.evaluate(
    (plan) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open(plan.name, 1);
        opening.onupgradeneeded = () => {
          for (const table of plan.tables) opening.result.createObjectStore(table);
        };
        opening.onerror = () => reject(new Error(String(opening.error)));
        opening.onsuccess = () => {
          const database = opening.result;
          const writing = database.transaction([...plan.tables], 'readwrite');
          for (const [table, key, value] of plan.rows) {
            const bytes = Uint8Array.from(atob(value), (character) => character.charCodeAt(0));
            writing.objectStore(table).put(bytes, key);
          }
          writing.onabort = () => reject(new Error(String(writing.error)));
          writing.oncomplete = () => {
            database.close();
            resolve();
          };
        };
      }),
    { name, tables, rows },
  );
}
