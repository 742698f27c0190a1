// One case of the Store contract on one IndexedDB database of its own, in a window or in a worker. The database is
// deleted afterwards, which also tells whether the case and the store let go of it.

import { deleteDB } from 'idb';
import { openIndexedDbStore } from '../../browser-node/ports/indexeddb-store.ts';
import { storeContract } from '../../shared/testing/index.ts';

let databases = 0;

/** A database name that no other page load has. */
export function freshName(): string {
  databases += 1;
  return `store-test-${performance.timeOrigin}-${databases}`;
}

/** Rejects with what is wrong. */
export async function runStoreCase(name: string): Promise<void> {
  const found = storeContract.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`the contract has no case '${name}'`);
  const database = freshName();
  const unexpected: string[] = [];
  await found.run(() =>
    openIndexedDbStore(database, { onClosed: ({ type, message }) => unexpected.push(`${type}: ${message}`) }),
  );
  await deleteDB(database, {
    blocked: () => {
      unexpected.push('a connection was left open');
    },
  });
  if (unexpected.length > 0) throw new Error(unexpected.join('; '));
}
