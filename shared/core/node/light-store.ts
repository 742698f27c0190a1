// What of a store belongs to a node of the one mode and not of the other. A light node keeps headers, the head and the base,
// and the record `mode` that says so; a full node that finds this record begins with an empty store, because the headers
// there lead to a head whose state nobody here has ever had. Going from full to light lets go of all but the headers. A crash
// on the way is gone through once more by the next start: the record goes first or last. Bounded: portions of `rowsAtOnce`.

import type { ChainMode } from '../chain/index.ts';
import type { Store, StoreTable, StoreWrite } from './ports.ts';

/** 16 MiB where blocks are as large as they may be. */
const rowsAtOnce = 16;

const modeKey = 'mode';
const lightRecord: StoreWrite = ['meta', modeKey, Uint8Array.of(1)];
/** of the table `meta`, what a light node uses */
const keptByLight: ReadonlySet<string> = new Set(['head', 'base', modeKey]);

const clearTable = async (store: Store, table: StoreTable): Promise<void> => {
  for (;;) {
    const rows = await store.scan(table, '', rowsAtOnce);
    if (rows.length === 0) return;
    await store.commit(
      rows.map(([key]): StoreWrite => [table, key, undefined]),
      'relaxed',
    );
  }
};

/** In one commit: a few records. */
const clearMeta = async (store: Store, isKept: (key: string) => boolean): Promise<void> => {
  const rows = await store.scan('meta', '', 1000);
  const gone = rows.map(([key]) => key).filter((key) => !isKept(key));
  if (gone.length === 0) return;
  await store.commit(
    gone.map((key): StoreWrite => ['meta', key, undefined]),
    'strict',
  );
};

/** Everything but the record of the mode goes, then that too: an empty store of a full node. */
const clearLight = async (store: Store): Promise<void> => {
  await clearMeta(store, (key) => key === modeKey);
  for (const table of ['header', 'body', 'undo', 'snapshot', 'index'] as const) await clearTable(store, table);
  await clearMeta(store, () => false);
};

/** A light store of which nothing can be used. */
export const emptyLightStore = async (store: Store): Promise<void> => {
  await clearMeta(store, (key) => key === modeKey);
  await clearTable(store, 'header');
};

/** Makes the store one of this mode, before anything is read of it. */
export const fitStoreTo = async (store: Store, mode: ChainMode): Promise<void> => {
  const [record] = await store.getMany('meta', [modeKey]);
  if (mode === 'full') {
    if (record !== undefined) await clearLight(store);
    return;
  }
  if (record === undefined) await store.commit([lightRecord], 'strict');
  await clearMeta(store, (key) => keptByLight.has(key));
  for (const table of ['body', 'undo', 'snapshot', 'index'] as const) await clearTable(store, table);
};
