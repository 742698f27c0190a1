// The ids of the blocks below the base of the header tree, by height from the genesis block upwards: all that stays of them
// in memory. Packed, 32 bytes each, with a table to find a height by its id. Only blocks of our chain from below the reorg
// limit get in, so that what makes it grow is the chain itself: 40 bytes a block, 40 MB a million.

import { equalBytes, toHex } from '../bytes/index.ts';
import { bytesOf, type Hex32 } from '../model/index.ts';

export interface ArchivedIds {
  readonly count: () => number;
  readonly idAt: (height: number) => Hex32 | undefined;
  readonly heightOf: (id: Hex32) => number | undefined;
  /** Packed ids that follow those that are there. */
  readonly append: (ids: Uint8Array) => void;
  /** The packed ids of one page, the last of them as far as it goes; a copy. */
  readonly page: (index: number) => Uint8Array;
}

export const idBytes = 32;
/** Ids in one page, and in one record of the store: 128 KiB. */
export const idsPerPage = 4096;

/** Slots for the first few ids; doubled when half of them are taken, so that a look-up meets one or two others. */
const slotsAtFirst = 1024;

/** The last four bytes: the first of a proof-of-work id are zeros. */
const placeOf = (id: Uint8Array): number =>
  new DataView(id.buffer, id.byteOffset, id.byteLength).getUint32(idBytes - 4);

interface Ids {
  readonly pages: Uint8Array[];
  count: number;
  /** height + 1, or 0; open addressing */
  slots: Uint32Array;
}

const bytesAt = ({ pages, count }: Ids, height: number): Uint8Array | undefined => {
  if (height < 0 || height >= count) return undefined;
  const start = (height % idsPerPage) * idBytes;
  return pages[Math.floor(height / idsPerPage)]?.subarray(start, start + idBytes);
};

/** The slot that holds this id, or the free one where it would be. */
const slotOf = (ids: Ids, id: Uint8Array): number => {
  const { slots } = ids;
  for (let slot = placeOf(id) % slots.length; ; slot = (slot + 1) % slots.length) {
    const held = slots[slot] ?? 0;
    if (held === 0) return slot;
    const known = bytesAt(ids, held - 1);
    if (known !== undefined && equalBytes(known, id)) return slot;
  }
};

const enlarge = (ids: Ids): void => {
  ids.slots = new Uint32Array(2 * ids.slots.length);
  for (let height = 0; height < ids.count; height++) {
    const id = bytesAt(ids, height);
    if (id !== undefined) ids.slots[slotOf(ids, id)] = height + 1;
  }
};

const appendOne = (ids: Ids, id: Uint8Array): void => {
  if (2 * (ids.count + 1) > ids.slots.length) enlarge(ids);
  const inPage = ids.count % idsPerPage;
  if (inPage === 0) ids.pages.push(new Uint8Array(idsPerPage * idBytes));
  ids.pages.at(-1)?.set(id, inPage * idBytes);
  const slot = slotOf(ids, id);
  ids.count++;
  ids.slots[slot] = ids.count;
};

export const createArchivedIds = (): ArchivedIds => {
  const ids: Ids = { pages: [], count: 0, slots: new Uint32Array(slotsAtFirst) };
  return {
    count: () => ids.count,
    idAt: (height) => {
      const id = bytesAt(ids, height);
      return id === undefined ? undefined : toHex(id);
    },
    heightOf: (id) => {
      const held = ids.slots[slotOf(ids, bytesOf(id))] ?? 0;
      return held === 0 ? undefined : held - 1;
    },
    append: (packed) => {
      if (packed.length % idBytes !== 0) throw new RangeError(`${packed.length} bytes are not a number of ids`);
      for (let at = 0; at < packed.length; at += idBytes) appendOne(ids, packed.subarray(at, at + idBytes));
    },
    page: (index) => {
      const inPage = Math.min(idsPerPage, ids.count - index * idsPerPage);
      return inPage <= 0 ? new Uint8Array(0) : (ids.pages[index] ?? new Uint8Array(0)).slice(0, inPage * idBytes);
    },
  };
};
