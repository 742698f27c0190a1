// The book of remembered addresses: relays and terminal nodes that we were connected to, so that a page finds its
// network again when the server that it came from is gone. Each record carries its own checksum: a damaged one is left
// out, the others stand.
//   version u8 ‖ records, each: length u16 ‖ first 4 bytes of SHA-256(body) ‖ body
//   body: key 32 ‖ kind u8 ‖ last seen (ms) 8 ‖ address count u8 ‖ addresses, each length u16 ‖ UTF-8
// Bounds: 64 records, the last seen stay; 4 addresses of 256 bytes each.

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
  readonly addresses: readonly string[];
  /** ms since 1970 */
  readonly lastSeen: number;
}

/** Where the book's bytes are kept between visits. */
export interface BookStore {
  readonly load: () => Promise<Uint8Array | undefined>;
  readonly save: (bytes: Uint8Array) => Promise<void>;
}

export interface PeerBook {
  /** True when something worth keeping has changed. */
  readonly seen: (record: BookRecord) => boolean;
  readonly list: () => readonly BookRecord[];
  readonly encode: () => Uint8Array;
}

const version = 1;
const recordsMax = 64;
const checksumBytes = 4;
const keyBytes = 32;
/** Being seen again is worth a write once an hour. */
const lastSeenStepMs = 3_600_000;

const encoder = new TextEncoder();

const encodeBody = (record: BookRecord): Uint8Array | undefined => {
  const key = peerIdToKey(record.peerId);
  if (key === undefined) return undefined;
  const addresses = record.addresses.map((address) => encoder.encode(address));
  const writer = createWriter(128).fixed(key, keyBytes).u8(peerKinds.indexOf(record.kind)).uint(record.lastSeen);
  writer.u8(addresses.length);
  for (const address of addresses) writer.bytes16(address);
  return writer.finish();
};

const decodeBody = (body: Uint8Array): BookRecord | undefined => {
  const reader = createReader(body);
  const peerId = peerIdFromKey(reader.fixed(keyBytes));
  const kind = peerKinds[reader.u8()];
  if (kind === undefined) reader.refuse('a kind of peer that does not exist');
  const lastSeen = reader.uint();
  const addresses = reader.list(reader.u8(), exchangeAddressesMax, () => reader.text(exchangeAddressBytesMax));
  const result = reader.finish({ peerId, kind: kind ?? 'relay', lastSeen, addresses });
  return result.ok ? result.value : undefined;
};

const checksum = (body: Uint8Array): Uint8Array => sha256(body).subarray(0, checksumBytes);

const encodeBook = (records: readonly BookRecord[]): Uint8Array => {
  const writer = createWriter(4_096).u8(version);
  for (const record of records) {
    const body = encodeBody(record);
    if (body !== undefined) writer.u16(body.length).fixed(checksum(body), checksumBytes).raw(body);
  }
  return writer.finish();
};

/** All records that are whole; a damaged length ends the reading, a damaged record is skipped. */
export const decodeBook = (bytes: Uint8Array): readonly BookRecord[] => {
  const reader = createReader(bytes);
  const records: BookRecord[] = [];
  if (reader.u8() !== version) return records;
  while (reader.position() < bytes.length && records.length < recordsMax) {
    const length = reader.u16();
    const expected = reader.fixed(checksumBytes);
    const body = reader.fixed(length);
    if (reader.failed()) break;
    const record = equalBytes(checksum(body), expected) ? decodeBody(body) : undefined;
    if (record !== undefined) records.push(record);
  }
  return records;
};

export const createPeerBook = (bytes: Uint8Array | undefined): PeerBook => {
  const records = new Map<PeerId, BookRecord>();
  for (const record of bytes === undefined ? [] : decodeBook(bytes)) records.set(record.peerId, record);

  const forgetOldest = (): void => {
    const oldest = [...records.values()].reduce((a, b) => (b.lastSeen < a.lastSeen ? b : a));
    records.delete(oldest.peerId);
  };

  return {
    seen: (record) => {
      const addresses = record.addresses
        .filter((address) => encoder.encode(address).length <= exchangeAddressBytesMax)
        .slice(0, exchangeAddressesMax);
      if (addresses.length === 0 || peerIdToKey(record.peerId) === undefined) return false;
      const before = records.get(record.peerId);
      const isSame = before !== undefined && before.addresses.join(' ') === addresses.join(' ');
      if (isSame && record.lastSeen - before.lastSeen < lastSeenStepMs) return false;
      records.set(record.peerId, { ...record, addresses });
      if (records.size > recordsMax) forgetOldest();
      return true;
    },
    list: () => [...records.values()].sort((a, b) => b.lastSeen - a.lastSeen),
    encode: () => encodeBook([...records.values()]),
  };
};
