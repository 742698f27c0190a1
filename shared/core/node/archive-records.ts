// How the blocks below the base of the tree lie in the store's table `header`, under keys that come before those of single
// headers: `#headers-<height>` has the headers of one step of the archive from that height on, `#ids-<height>` the packed ids
// of one page. The record `base` of the table `meta` names the base with what is known of all below it. Ids and base carry a
// checksum, because nothing else in the store would tell that a bit of them has turned; headers are known by their ids.

import {
  createReader,
  createWriter,
  type DecodeFault,
  equalBytes,
  fromHex,
  type Result,
  toHex,
} from '../bytes/index.ts';
import { type Archived, type ArchivedIds, idBytes, idsPerPage } from '../chain/index.ts';
import { contextBytesMax, decodeContext, encodeContext, type ValidatorContext } from '../consensus/index.ts';
import { type MountainRange, sha256 } from '../crypto/index.ts';
import {
  bytesOf,
  decodeHeaderEntry,
  headerEntryBytes,
  type Hex32,
  readHex32,
  type SealedHeader,
} from '../model/index.ts';
import type { StoreWrite } from './ports.ts';
import { type BlockPointer, headerKey, heightText } from './records.ts';

const checksumBytes = 32;
const weightBytes = 32;
/** One a bit of a height. */
const peaksMax = 53;
/** Headers of at most 386 bytes, seals of at most 144, 256 validators of 40; see wireLimits.headerBytesMax. */
const headerBytesMax = 12 * 1024;

export const archivedHeadersKey = (first: number): string => `#headers-${heightText(first)}`;
export const archivedIdsKey = (page: number): string => `#ids-${heightText(page * idsPerPage)}`;

const withChecksum = (bytes: Uint8Array): Uint8Array =>
  createWriter(bytes.length + checksumBytes)
    .raw(bytes)
    .raw(sha256(bytes))
    .finish();

/** The bytes without their checksum, or `undefined` where it is not theirs. */
const withoutChecksum = (bytes: Uint8Array): Uint8Array | undefined => {
  const content = bytes.subarray(0, Math.max(0, bytes.length - checksumBytes));
  return equalBytes(sha256(content), bytes.subarray(content.length)) ? content : undefined;
};

export const encodeArchivedHeaders = (headers: readonly SealedHeader[]): Uint8Array => {
  const writer = createWriter(headers.length * 300);
  for (const header of headers) writer.bytes16(headerEntryBytes(header));
  return writer.finish();
};

/** Those that can be read. */
export const decodeArchivedHeaders = (bytes: Uint8Array): readonly SealedHeader[] => {
  const reader = createReader(bytes);
  const headers: SealedHeader[] = [];
  while (!reader.failed() && reader.position() < bytes.length) {
    const header = decodeHeaderEntry(reader.bytes16(headerBytesMax));
    if (header.ok) headers.push(header.value);
  }
  return headers;
};

/** The packed ids of a page of `count`, if they are whole. */
export const decodeArchivedIds = (bytes: Uint8Array | undefined, count: number): Uint8Array | undefined => {
  const ids = bytes === undefined ? undefined : withoutChecksum(bytes);
  return ids?.length === count * idBytes ? ids : undefined;
};

export interface BaseRecord extends BlockPointer {
  readonly weight: bigint;
  /** all blocks below the base */
  readonly history: MountainRange;
  /** who may seal on the base */
  readonly validators: ValidatorContext | undefined;
}

const encodeBase = ({ height, id, weight, history, validators }: BaseRecord): Uint8Array => {
  const weightInBytes = fromHex(weight.toString(16).padStart(2 * weightBytes, '0'));
  if (weightInBytes === undefined) throw new RangeError('a weight that is not a number of bytes');
  const writer = createWriter(512).uint(height).fixed(bytesOf(id), 32).fixed(weightInBytes, weightBytes);
  writer.uint(history.count).u8(history.peaks.length);
  for (const peak of history.peaks) writer.fixed(peak, 32);
  if (validators !== undefined) writer.bytes32(encodeContext(validators));
  return withChecksum(writer.finish());
};

export const decodeBase = (bytes: Uint8Array): Result<BaseRecord, DecodeFault> => {
  const content = withoutChecksum(bytes) ?? new Uint8Array(0);
  const reader = createReader(content);
  const height = reader.uint();
  const id = readHex32(reader);
  const weight = BigInt(`0x0${toHex(reader.fixed(weightBytes))}`);
  const count = reader.uint();
  const peaks = reader.list(reader.u8(), peaksMax, () => reader.fixed(32));
  const isLast = reader.failed() || reader.position() === content.length;
  const validators = isLast ? undefined : decodeContext(reader.bytes32(contextBytesMax));
  if (validators?.ok === false) reader.refuse('validators of another form');
  const known = validators?.ok === true ? validators.value : undefined;
  return reader.finish({ height, id, weight, history: { count, peaks }, validators: known });
};

export const baseDelete: StoreWrite = ['meta', 'base', undefined];

/** Of a block that has left the tree: its own row, and what would undo it. */
export const deletesOf = (height: number, id: Hex32): readonly StoreWrite[] => [
  ['header', headerKey(height, id), undefined],
  ['undo', id, undefined],
];

/** The headers of one step, without the genesis block's, which comes from the spec. */
export const archivedHeadersWrite = ({ first, headers }: Pick<Archived, 'first' | 'headers'>): StoreWrite => [
  'header',
  archivedHeadersKey(first),
  encodeArchivedHeaders(headers.filter(({ header }) => header.height > 0)),
];

/** The pages of ids that have those from one height on up to another, which is not included. */
export const archivedIdsWrites = (ids: ArchivedIds, first: number, end: number): readonly StoreWrite[] => {
  const writes: StoreWrite[] = [];
  for (let page = Math.floor(first / idsPerPage); page * idsPerPage < end; page++) {
    writes.push(['header', archivedIdsKey(page), withChecksum(ids.page(page))]);
  }
  return writes;
};

export const baseWrite = ({ base, history }: Pick<Archived, 'base' | 'history'>): StoreWrite => {
  const { height, id, weight, validators } = base;
  return ['meta', 'base', encodeBase({ height, id, weight, history, validators })];
};

/** One step of the archive, all in one commit. `ids` has those of the step already. */
export const archiveWrites = (archived: Archived, ids: ArchivedIds): readonly StoreWrite[] => {
  const { first, headers, beside, base } = archived;
  const writes: StoreWrite[] = [archivedHeadersWrite(archived)];
  for (const { header, id } of headers) if (header.height > 0) writes.push(...deletesOf(header.height, id));
  for (const node of beside) writes.push(...deletesOf(node.height, node.id), ['body', node.id, undefined]);
  return [...writes, ...archivedIdsWrites(ids, first, base.height), baseWrite(archived)];
};
