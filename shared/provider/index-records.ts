// How the transaction and address index lies in the store's table `index`. All of it can be made again from the blocks,
// so that a damaged record counts as absent and the version is raised by changing `pointerKey`.
// t<id> → where the transaction stands · a<key>-<place> → which transaction, for every account it concerns, so ordered
// that the newest comes first · pointer → the last block whose transactions are all in it.

import { createReader, createWriter, toHex } from '../core/bytes/index.ts';
import { type Block, bytesOf, formatCid, type Hex32, readHex32, type Transaction } from '../core/model/index.ts';
import type { StoreWrite } from '../core/node/index.ts';

export interface Place {
  readonly height: number;
  readonly blockId: Hex32;
  /** in the block, from 0 */
  readonly position: number;
}

export const pointerKey = 'pointer-1';
export const placeKey = (id: Hex32): string => `t${id}`;

/** Heights up to 2^48 and positions up to 2^32, counted downwards, so that the order of texts is newest first. */
const heightEnd = 2 ** 48;
const positionEnd = 2 ** 32;

/** Orders places newest first as texts; also the cursor of a history. */
export const placeText = (height: number, position: number): string =>
  `${(heightEnd - 1 - height).toString(16).padStart(12, '0')}-${(positionEnd - 1 - position).toString(16).padStart(8, '0')}`;

export const placeTextForm = /^[0-9a-f]{12}-[0-9a-f]{8}$/;

export const historyKey = (account: Hex32, place: string): string => `a${account}-${place}`;

/** The accounts whose history a transaction belongs to. */
export const accountsOf = ({ sender, payload }: Transaction): readonly Hex32[] => {
  const recipient = payload.kind === 'transfer' && payload.to.kind === 'account' ? payload.to.id : sender;
  return recipient === sender ? [sender] : [sender, recipient];
};

/** Files of the chain, and the transactions that name one content. */
export const filesKey = (place: string): string => `f-${place}`;
export const contentKey = (cid: string, place: string): string => `c${cid}-${place}`;

const encodePlace = ({ height, blockId, position }: Place): Uint8Array =>
  createWriter(48).uint(height).fixed(bytesOf(blockId), 32).u32(position).finish();

export const decodePlace = (bytes: Uint8Array): Place | undefined => {
  const reader = createReader(bytes);
  const place = reader.finish({ height: reader.uint(), blockId: readHex32(reader), position: reader.u32() });
  return place.ok ? place.value : undefined;
};

export interface IndexPointer {
  readonly height: number;
  readonly id: Hex32;
}

export const pointerWrite = ({ height, id }: IndexPointer): StoreWrite => [
  'index',
  pointerKey,
  createWriter(40).uint(height).fixed(bytesOf(id), 32).finish(),
];

export const decodeIndexPointer = (bytes: Uint8Array): IndexPointer | undefined => {
  const reader = createReader(bytes);
  const pointer = reader.finish({ height: reader.uint(), id: toHex(reader.fixed(32)) });
  return pointer.ok ? pointer.value : undefined;
};

const fileKeysOf = ({ payload }: Transaction, place: string): readonly string[] =>
  payload.kind === 'file' ? [filesKey(place), contentKey(formatCid(payload.cid), place)] : [];

/** What a block adds to the index. */
export const writesOf = ({ id: blockId, header: { height }, transactions }: Block): readonly StoreWrite[] =>
  transactions.flatMap((transaction, position): readonly StoreWrite[] => {
    const place = encodePlace({ height, blockId, position });
    const text = placeText(height, position);
    return [
      ['index', placeKey(transaction.id), place],
      ...accountsOf(transaction).map((account): StoreWrite => ['index', historyKey(account, text), place]),
      ...fileKeysOf(transaction, text).map((key): StoreWrite => ['index', key, place]),
    ];
  });

/** What takes that back. */
export const removalsOf = (block: Block): readonly StoreWrite[] =>
  writesOf(block).map(([table, key]) => [table, key, undefined]);
