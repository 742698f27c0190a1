// A record of the book of peers, and the book as bytes. Each record carries its own checksum: a damaged one is left out,
// the others stand.
//   version u8 ‖ records, each: length u16 ‖ first 4 bytes of SHA-256(body) ‖ body
//   body: key 32 ‖ kind u8 ‖ anchor u8 ‖ failures u8 ‖ introducer's key 32 (zeros: none) ‖ met at 8 ‖ last seen 8 ‖
//         address count u8 ‖ addresses, each length u16 ‖ UTF-8
// Bounds: 4 addresses of 256 bytes a record, `recordsMax` records.

import { sha256 } from '@noble/hashes/sha2.js';
import { createReader, createWriter, equalBytes } from '../core/bytes/index.ts';
import type { PeerId, PeerKind } from '../core/node/ports.ts';
import {
  exchangeAddressBytesMax,
  exchangeAddressesMax,
  peerIdFromKey,
  peerIdToKey,
  peerKinds,
} from './exchange-codec.ts';

export interface BookRecord {
  readonly peerId: PeerId;
  readonly kind: PeerKind;
  /** multiaddrs under which it can be dialled without help; none for a tab */
  readonly addresses: readonly string[];
  /** who told us of it; `undefined` for one that was given to us or that told of itself */
  readonly introducer: PeerId | undefined;
  /** ms since 1970 when we first reached it ourselves; 0 if never */
  readonly metAt: number;
  /** ms since 1970 */
  readonly lastSeen: number;
  /** failures since it was last reached, at most 255 */
  readonly fails: number;
  /** to be dialled first after a restart */
  readonly isAnchor: boolean;
}

const version = 2;
const checksumBytes = 4;
const keyBytes = 32;
const noKey = new Uint8Array(keyBytes);
/** Two keys, four single bytes and two times: a record without addresses. */
const bodyBytesMin = 2 * keyBytes + 4 + 2 * 8;

const encoder = new TextEncoder();

/** The addresses that a record has room for. */
export const bookAddresses = (addresses: readonly string[]): readonly string[] =>
  addresses
    .filter((address) => encoder.encode(address).length <= exchangeAddressBytesMax)
    .slice(0, exchangeAddressesMax);

const encodeBody = (record: BookRecord): Uint8Array | undefined => {
  const key = peerIdToKey(record.peerId);
  if (key === undefined) return undefined;
  const addresses = bookAddresses(record.addresses).map((address) => encoder.encode(address));
  const introducer = record.introducer === undefined ? undefined : peerIdToKey(record.introducer);
  const writer = createWriter(160)
    .fixed(key, keyBytes)
    .u8(peerKinds.indexOf(record.kind))
    .u8(record.isAnchor ? 1 : 0)
    .u8(Math.min(255, record.fails))
    .fixed(introducer ?? noKey, keyBytes)
    .uint(record.metAt)
    .uint(record.lastSeen)
    .u8(addresses.length);
  for (const address of addresses) writer.bytes16(address);
  return writer.finish();
};

const decodeBody = (body: Uint8Array): BookRecord | undefined => {
  const reader = createReader(body);
  const peerId = peerIdFromKey(reader.fixed(keyBytes));
  const kind = peerKinds[reader.u8()];
  if (kind === undefined) reader.refuse('a kind of peer that does not exist');
  const isAnchor = reader.u8() === 1;
  const fails = reader.u8();
  const introducerKey = reader.fixed(keyBytes);
  const introducer = equalBytes(introducerKey, noKey) ? undefined : peerIdFromKey(introducerKey);
  const [metAt, lastSeen] = [reader.uint(), reader.uint()];
  const addresses = reader.list(reader.u8(), exchangeAddressesMax, () => reader.text(exchangeAddressBytesMax));
  const record = { peerId, kind: kind ?? 'relay', addresses, introducer, metAt, lastSeen, fails, isAnchor };
  const result = reader.finish(record);
  return result.ok ? result.value : undefined;
};

const checksum = (body: Uint8Array): Uint8Array => sha256(body).subarray(0, checksumBytes);

export const encodeBook = (records: readonly BookRecord[]): Uint8Array => {
  const writer = createWriter(4_096).u8(version);
  for (const record of records) {
    const body = encodeBody(record);
    if (body !== undefined) writer.u16(body.length).fixed(checksum(body), checksumBytes).raw(body);
  }
  return writer.finish();
};

/** All records that are whole; a damaged length ends the reading, a damaged record is skipped. */
export const decodeBook = (bytes: Uint8Array, recordsMax: number): readonly BookRecord[] => {
  const reader = createReader(bytes);
  const records: BookRecord[] = [];
  if (reader.u8() !== version) return records;
  while (reader.position() < bytes.length && records.length < recordsMax) {
    const length = reader.u16();
    const expected = reader.fixed(checksumBytes);
    const body = reader.fixed(length);
    if (reader.failed()) break;
    // What is too short for a record is not hashed: a book of nothing but such would take a tenth of a second.
    const isWhole = length >= bodyBytesMin && equalBytes(checksum(body), expected);
    const record = isWhole ? decodeBody(body) : undefined;
    if (record !== undefined) records.push(record);
  }
  return records;
};
