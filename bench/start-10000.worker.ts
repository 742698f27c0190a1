// Opens the chain that start-10000.fill.worker.ts has stored, as a tab's worker does when its page is loaded: the database,
// `loadChain`, the node, and the driver until its first snapshot. A worker opens once, so that nothing is warm but the
// browser. Answers milliseconds: all of it; then the parts in the order of `startParts`; then the bare reading of the
// same header records from the same database, for comparison.
// A chain that does not come back whole, or only by executing blocks again, is an error.

import sodium from 'libsodium-wrappers';
import { openIndexedDbStore } from '../browser-node/ports/indexeddb-store.ts';
import { engineFor } from '../shared/core/consensus/index.ts';
import { signatureCheckFrom } from '../shared/core/crypto/index.ts';
import type { ChainSpec } from '../shared/core/model/index.ts';
import { loadChain } from '../shared/core/node/index.ts';
import type { Store, StoreTable } from '../shared/core/node/index.ts';
import { runIdly } from './importing-node.ts';
import { answerRates } from './rates-from.ts';
import { blocks, databaseName, specOfStart } from './start-10000.chain.ts';
import { startParts } from './start-10000.parts.ts';
import type { StartPart } from './start-10000.parts.ts';

/** What the loader is busy with once it has asked for records of a table, until it asks for those of another. */
const partByTable: Readonly<Partial<Record<StoreTable, StartPart>>> = {
  header: 'headers',
  snapshot: 'snapshot',
  undo: 'replay',
  body: 'bodies',
};

interface Stopwatch {
  /** The time from now on belongs to this part. */
  readonly turnTo: (part: StartPart) => void;
  /** Milliseconds of each part so far. */
  readonly stop: () => ReadonlyMap<StartPart, number>;
}

function createStopwatch(first: StartPart): Stopwatch {
  const parts = new Map<StartPart, number>();
  let part = first;
  let since = performance.now();
  const turnTo = (next: StartPart): void => {
    const now = performance.now();
    parts.set(part, (parts.get(part) ?? 0) + now - since);
    part = next;
    since = now;
  };
  return {
    turnTo,
    stop: () => {
      turnTo(part);
      return parts;
    },
  };
}

const watched = (store: Store, watch: Stopwatch): Store => {
  const note = (table: StoreTable): void => {
    const part = partByTable[table];
    if (part !== undefined) watch.turnTo(part);
  };
  return {
    ...store,
    getMany: (table, keys) => {
      note(table);
      return store.getMany(table, keys);
    },
    scan: (table, from, count) => {
      note(table);
      return store.scan(table, from, count);
    },
  };
};

async function openOnce(spec: ChainSpec): Promise<readonly number[]> {
  const signatureCheck = signatureCheckFrom(sodium);
  const engine = engineFor(spec, { signatureCheck });
  const began = performance.now();
  const watch = createStopwatch('database');
  const opened = await openIndexedDbStore(databaseName, { onClosed: () => undefined });
  const store = watched(opened, watch);
  const loaded = await loadChain({ spec, engine, signatureCheck, store, now: Date.now() });
  watch.turnTo('node');
  const running = await runIdly(loaded, signatureCheck, store);
  const parts = watch.stop();
  const all = performance.now() - began;
  const { height } = loaded.chain.head();
  if (loaded.how !== 'restored') throw new Error(`the chain was ${loaded.how}: ${loaded.reason ?? ''}`);
  if (height !== blocks) throw new Error(`the chain ends at height ${height}`);
  await running.stop();
  const bareMs = await bareReadMs(opened);
  await opened.close();
  return [all, ...startParts.map((part) => parts.get(part) ?? 0), bareMs];
}

/** Reads the header records and leaves it at that. */
async function bareReadMs(store: Store): Promise<number> {
  const began = performance.now();
  const rowsAtOnce = 2000;
  for (let from: string | undefined = ''; from !== undefined;) {
    const rows: Awaited<ReturnType<Store['scan']>> = await store.scan('header', from, rowsAtOnce);
    const last = rows.at(-1);
    from = last === undefined ? undefined : `${last[0]}~`;
  }
  return performance.now() - began;
}

answerRates(async () => openOnce(await specOfStart()));
