// A browser does not tell how much it would take: what Chromium's `estimate()` calls the quota is what is used and 10 GiB. So
// the files hold a spare of their own beside the blocks, random because Chromium compresses what it stores, and give it up
// when a block finds no room: a node whose chain cannot be written stops, and this is what the chain goes on with. It is
// taken anew before the next block is written. Owns the rows of the spare, in a table that the blocks do not use.
// Bounds: 4 MiB; for 10 s after a refusal, or until something was deleted, nothing is tried.

import type { Store, StoreWrite } from '../core/node/ports.ts';
import { filesFault } from './files-fault.ts';

const spareRows = 4;
const rowBytes = 1_048_576;
export const spareBytes = spareRows * rowBytes;
/** what `getRandomValues` gives at once */
const randomBytesMax = 65_536;
const quietMs = 10_000;

export interface SpareRoom {
  /** Resolves when the spare is there; rejects with `disk-full` where there is no room for it. */
  readonly hold: () => Promise<void>;
  /** There was no room for a block. */
  readonly giveUp: () => Promise<void>;
  /** It is not wanted now. */
  readonly release: () => Promise<void>;
  /** Something was deleted. */
  readonly freed: () => void;
}

const randomRow = (): Uint8Array => {
  const row = new Uint8Array(rowBytes);
  for (let at = 0; at < rowBytes; at += randomBytesMax) crypto.getRandomValues(row.subarray(at, at + randomBytesMax));
  return row;
};

const rowsOf = (value: () => Uint8Array | undefined): readonly StoreWrite[] =>
  Array.from({ length: spareRows }, (_, at): StoreWrite => ['snapshot', `spare-${String(at)}`, value()]);

export const createSpareRoom = (use: <T>(step: (store: Store) => Promise<T>) => Promise<T>): SpareRoom => {
  let isHeld: boolean | undefined;
  let quietUntil = 0;
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = async (step: () => Promise<void>): Promise<void> => {
    const taken = turn.then(step);
    turn = taken.catch(() => undefined);
    await taken;
  };
  const drop = async (): Promise<void> => {
    if (isHeld === false) return;
    isHeld = false;
    await use((store) =>
      store.commit(
        rowsOf(() => undefined),
        'relaxed',
      ),
    );
  };
  const take = async (): Promise<void> => {
    if (Date.now() < quietUntil) throw filesFault('disk-full', 'there was no room a moment ago');
    isHeld ??= (await use((store) => store.scan('snapshot', '', 1))).length > 0;
    if (isHeld) return;
    await use((store) => store.commit(rowsOf(randomRow), 'relaxed'));
    isHeld = true;
  };
  return {
    hold: () => inTurn(take),
    giveUp: () => {
      quietUntil = Date.now() + quietMs;
      return inTurn(drop);
    },
    release: () => inTurn(drop),
    freed: () => {
      quietUntil = 0;
    },
  };
};
