// Leaves on the disk what the chain may need: a node whose chain cannot be written stops, and the files of the network would
// have stopped it. Where the disk tells what it would take, a block that goes beyond that is refused with `disk-full`.
// Owns what the disk said last. Bounds: that holds for 5 s and 8 MiB, because others write there too.

import { filesFault } from './files-fault.ts';

/** 32 bodies of the largest size. */
const chainRoomBytes = 33_554_432;
const holdsMs = 5_000;
const holdsBytes = 8_388_608;

/** Bytes that the disk, or the browser, would take now; undefined where that is not told. */
export type AskRoom = () => Promise<number | undefined>;

export interface DiskRoom {
  /** Resolves when so many bytes may be written; whoever wrote them, or could not, says so by `done`. */
  readonly take: (bytes: number) => Promise<void>;
  readonly done: (bytes: number) => void;
}

export const createDiskRoom = (ask: AskRoom | undefined): DiskRoom => {
  let left = 0;
  let leftUntil = 0;
  let writing = 0;
  let before: Promise<unknown> = Promise.resolve();

  const takeNext = async (bytes: number, askNow: AskRoom): Promise<void> => {
    if (left < bytes || Date.now() > leftUntil) {
      const told = (await askNow()) ?? Infinity;
      left = Math.min(told - writing - chainRoomBytes, holdsBytes);
      leftUntil = Date.now() + holdsMs;
    }
    if (left < bytes) throw filesFault('disk-full', `${chainRoomBytes} bytes are left for the chain`);
    left -= bytes;
    writing += bytes;
  };

  return {
    take: async (bytes) => {
      if (ask === undefined) return;
      const turn = before.then(() => takeNext(bytes, ask));
      before = turn.catch(() => undefined);
      await turn;
    },
    done: (bytes) => {
      if (ask !== undefined) writing -= bytes;
    },
  };
};
