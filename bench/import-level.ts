// The figure `import-level`: transactions per second that a node under Node.js takes from the bytes of full blocks to a
// head committed in LevelDB on the disk, beside the signatures that bare libsodium verifies in the same process. A ratio of
// at least 0.65 is wanted; 1 would mean that everything but the signatures is free.
// Bound: one database at a time, in a temporary folder, which is removed.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../shared/core/node/index.ts';
import { openLevelStore } from '../terminal-node/ports/level-store.ts';
import { measureImport } from './importing.ts';
import { figure } from './measure.ts';
import type { BenchFigure, Contender } from './measure.ts';

/** Transactions per second that are imported into LevelDB, and what `beside` does in a second, or bare libsodium. */
export async function importIntoLevel(beside?: Contender): Promise<readonly number[]> {
  await using opened = new AsyncDisposableStack();
  const folder = opened.adopt(await mkdtemp(join(tmpdir(), 'tabchain-import-')), (path) =>
    rm(path, { recursive: true, force: true }),
  );
  const database = join(folder, 'chain');
  const openEmptyStore = async (): Promise<Store> => {
    await rm(database, { recursive: true, force: true });
    return openLevelStore(database);
  };
  return await measureImport(openEmptyStore, beside);
}

export async function run(): Promise<BenchFigure> {
  const [imported = Number.NaN, verified = Number.NaN] = await importIntoLevel();
  return figure('import-level', 'node', 'tx/s', imported, verified);
}
