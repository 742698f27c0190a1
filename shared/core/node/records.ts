// How a node's facts lie in its store. Tables are those of the Store port; none of these bytes is part of consensus.
// header: height and id → sealed header; see archive-records.ts for old ones · body: id → block · undo: id → state changes ·
// snapshot: chunks of the state at one block · meta: head, snapshot pointer, base, executed-from,
// and receipts of blocks with contracts.

import { createReader, createWriter, type DecodeFault, type Result } from '../bytes/index.ts';
import { type AppliedBlock, sealedOf } from '../chain/index.ts';
import {
  bytesOf,
  encodeBlock,
  encodeReceipts,
  headerEntryBytes,
  type Hex32,
  isContractCall,
  readHex32,
  readSealedHeader,
  receiptsKey,
  type SealedHeader,
  specLimits,
} from '../model/index.ts';
import { encodeChanges, readStateKey, type State, type StateKey } from '../state/index.ts';
import type { StoreWrite } from './ports.ts';

/** Twelve hexadecimal digits, so that text order is height order. */
export const heightText = (height: number): string => height.toString(16).padStart(12, '0');

export const headerKey = (height: number, id: Hex32): string => `${heightText(height)}-${id}`;

/** Smaller than the keys of all headers at this height and above, greater than all others. */
export const headersFrom = (height: number): string => `${heightText(height)}-`;

/** The header that stands before a block's transactions; the rest is not looked at. */
export const headerOfBody = (bytes: Uint8Array): SealedHeader | undefined => {
  const reader = createReader(bytes);
  const sealed = readSealedHeader(reader, bytes);
  return reader.failed() ? undefined : sealed();
};

export interface BlockPointer {
  readonly height: number;
  readonly id: Hex32;
}

const encodePointer = ({ height, id }: BlockPointer): Uint8Array =>
  createWriter(48).uint(height).fixed(bytesOf(id), 32).finish();

export const decodePointer = (bytes: Uint8Array): Result<BlockPointer, DecodeFault> => {
  const reader = createReader(bytes);
  return reader.finish({ height: reader.uint(), id: readHex32(reader) });
};

export const headWrite = (node: BlockPointer): StoreWrite => ['meta', 'head', encodePointer(node)];

/** The lowest height that was executed here, where that is not the genesis block's. */
export const executedFromWrite = (height: number): StoreWrite => [
  'meta',
  'executed-from',
  createWriter(8).uint(height).finish(),
];

export const executedFromDelete: StoreWrite = ['meta', 'executed-from', undefined];

export const decodeExecutedFrom = (bytes: Uint8Array): Result<number, DecodeFault> => {
  const reader = createReader(bytes);
  return reader.finish(reader.uint());
};

/** Receipts of other blocks follow from their transactions. */
const receiptWrites = ({ node, block, receipts }: AppliedBlock): readonly StoreWrite[] =>
  block.transactions.some(isContractCall) ? [['meta', receiptsKey(node.id), encodeReceipts(receipts)]] : [];

export const blockWrites = (applied: AppliedBlock): readonly StoreWrite[] => {
  const { node, block, changes } = applied;
  return [
    ['header', headerKey(node.height, node.id), headerEntryBytes(sealedOf(node))],
    ['body', node.id, encodeBlock(block, block.transactions)],
    ['undo', node.id, encodeChanges(changes)],
    ...receiptWrites(applied),
  ];
};

export interface SnapshotPointer extends BlockPointer {
  readonly chunks: number;
}

/** One value of the store; a state of 64 MiB has 64 of them. */
const chunkBytes = 1024 * 1024;
/** Of the largest state that a spec allows; a damaged record may name any number. */
const chunksMax = specLimits.stateBytesMax / chunkBytes + 1;

const encodeSnapshotPointer = ({ height, id, chunks }: SnapshotPointer): Uint8Array =>
  createWriter(48).uint(height).fixed(bytesOf(id), 32).u32(chunks).finish();

export const decodeSnapshotPointer = (bytes: Uint8Array): Result<SnapshotPointer, DecodeFault> => {
  const reader = createReader(bytes);
  const pointer = { height: reader.uint(), id: readHex32(reader), chunks: reader.u32() };
  if (pointer.chunks > chunksMax) reader.refuse('more chunks than a state can have');
  return reader.finish(pointer);
};

export const snapshotKey = (pointer: BlockPointer, chunk: number): string =>
  `${headerKey(pointer.height, pointer.id)}-${chunk}`;

const encodeEntries = function* (state: State): Generator<Uint8Array> {
  let writer = createWriter(chunkBytes);
  let size = 0;
  for (const [key, value] of state.entries()) {
    writer.text(key).bytes32(value);
    size += key.length + value.length + 6;
    if (size < chunkBytes) continue;
    yield writer.finish();
    writer = createWriter(chunkBytes);
    size = 0;
  }
  yield writer.finish();
};

/** Writes the state at `node` as the snapshot and removes the one before, all in one commit. */
export const snapshotWrites = (
  state: State,
  node: BlockPointer,
  previous: SnapshotPointer | undefined,
): { readonly writes: readonly StoreWrite[]; readonly pointer: SnapshotPointer } => {
  const writes: StoreWrite[] = [];
  for (let chunk = 0; previous !== undefined && chunk < previous.chunks; chunk++) {
    writes.push(['snapshot', snapshotKey(previous, chunk), undefined]);
  }
  let chunks = 0;
  for (const bytes of encodeEntries(state)) writes.push(['snapshot', snapshotKey(node, chunks++), bytes]);
  const pointer = { height: node.height, id: node.id, chunks };
  writes.push(['meta', 'snapshot', encodeSnapshotPointer(pointer)]);
  return { writes, pointer };
};

export const decodeChunk = (bytes: Uint8Array): Result<readonly (readonly [StateKey, Uint8Array])[], DecodeFault> => {
  const reader = createReader(bytes);
  const entries: (readonly [StateKey, Uint8Array])[] = [];
  while (!reader.failed() && reader.position() < bytes.length)
    entries.push([readStateKey(reader), reader.bytes32(bytes.length)]);
  if (new Set(entries.map(([key]) => key)).size !== entries.length) reader.refuse('a key twice');
  return reader.finish(entries);
};
