// Measures, in a worker as the node runs in, how fast full blocks become a committed head: a peer's messages with full
// blocks go through the driver, the whole import ladder and one strict commit each to IndexedDB. See importing.ts.

import { deleteDB } from 'idb';
import { openIndexedDbStore } from '../browser-node/ports/indexeddb-store.ts';
import { measureImport } from './importing.ts';
import { answerRates } from './rates-from.ts';

const database = 'import-idb';

answerRates(() =>
  measureImport(async () => {
    await deleteDB(database);
    return openIndexedDbStore(database, { onClosed: () => undefined });
  }),
);
