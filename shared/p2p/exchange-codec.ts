// Messages of peer exchange, `/tabchain/peers/1`, as bytes; the layout is in docs/protocol/network.md.
// A tag names a network (the chain id); who only forwards entries, as a relay does, need not understand more than this.
// Bounds: a frame of 16 KiB, 32 entries, 4 addresses of 256 bytes each; peers are ed25519 keys, 32 bytes.

import { base58 } from '@scure/base';
import {
  createReader,
  createWriter,
  err,
  ok,
  type DecodeFault,
  type Reader,
  type Result,
} from '../core/bytes/index.ts';
import type { PeerId, PeerKind } from '../core/node/ports.ts';

export const exchangeProtocol = '/tabchain/peers/1';
export const exchangeFrameBytesMax = 16_384;
const exchangeTagBytes = 32;
/** 32 entries without addresses are 1.1 KiB; with all four addresses in full length the writer stops at the frame's end. */
export const exchangeEntriesMax = 32;
export const exchangeAddressesMax = 4;
export const exchangeAddressBytesMax = 256;

/** What a peer lets others know about itself or about a neighbour. */
export interface ExchangeEntry {
  readonly peer: PeerId;
  readonly kind: PeerKind;
  /** how many links it has; 255 for unknown or more */
  readonly links: number;
  /** multiaddrs under which it can be dialled without help; none for a tab */
  readonly addresses: readonly string[];
}

export type ExchangeMessage =
  /** "I belong to this tag and may be told to others." Repeated when something changes. */
  | { readonly type: 'advertise'; readonly tag: Uint8Array; readonly entry: ExchangeEntry }
  /** "Tell me up to `count` others of this tag." */
  | { readonly type: 'want'; readonly tag: Uint8Array; readonly count: number }
  /** From a relay: some of those it knows. From a node: all its neighbours, replacing what it said before. */
  | { readonly type: 'peers'; readonly tag: Uint8Array; readonly entries: readonly ExchangeEntry[] }
  /** "These have just come": known to be alive now. */
  | { readonly type: 'joined'; readonly tag: Uint8Array; readonly entries: readonly ExchangeEntry[] }
  | { readonly type: 'ping' }
  | { readonly type: 'pong' };

export type ExchangeFault = DecodeFault | { readonly type: 'exchange-kind-unknown'; readonly kind: number };

const kindOf = { advertise: 1, want: 2, peers: 3, joined: 4, ping: 5, pong: 6 } as const;

export const peerKinds: readonly PeerKind[] = ['tab', 'terminal', 'relay'];

// A peer id of an ed25519 key is the identity multihash (0x00, 36 bytes) of the key's protobuf (type 1, 32 bytes of
// data): libp2p's peer-ids specification.
const peerIdPrefix = new Uint8Array([0x00, 0x24, 0x08, 0x01, 0x12, 0x20]);
const peerKeyBytes = 32;

export const peerIdToKey = (peer: PeerId): Uint8Array | undefined => {
  try {
    const bytes = base58.decode(peer);
    const isEd25519 =
      bytes.length === peerIdPrefix.length + peerKeyBytes && peerIdPrefix.every((b, i) => bytes[i] === b);
    return isEd25519 ? bytes.slice(peerIdPrefix.length) : undefined;
  } catch {
    return undefined; // not base58
  }
};

export const peerIdFromKey = (key: Uint8Array): PeerId => {
  const bytes = new Uint8Array(peerIdPrefix.length + key.length);
  bytes.set(peerIdPrefix);
  bytes.set(key, peerIdPrefix.length);
  return base58.encode(bytes);
};

const encoder = new TextEncoder();

const encodeEntry = (entry: ExchangeEntry): Uint8Array | undefined => {
  const key = peerIdToKey(entry.peer);
  if (key === undefined) return undefined;
  const addresses = entry.addresses
    .map((address) => encoder.encode(address))
    .filter((bytes) => bytes.length <= exchangeAddressBytesMax)
    .slice(0, exchangeAddressesMax);
  const writer = createWriter(128)
    .fixed(key, peerKeyBytes)
    .u8(peerKinds.indexOf(entry.kind))
    .u8(Math.min(255, entry.links))
    .u8(addresses.length);
  for (const address of addresses) writer.bytes16(address);
  return writer.finish();
};

const readEntry = (reader: Reader): ExchangeEntry => {
  const peer = peerIdFromKey(reader.fixed(peerKeyBytes));
  const kind = peerKinds[reader.u8()];
  if (kind === undefined) reader.refuse('a kind of peer that does not exist');
  const links = reader.u8();
  const addresses = reader.list(reader.u8(), exchangeAddressesMax, () => reader.text(exchangeAddressBytesMax));
  return { peer, kind: kind ?? 'tab', links, addresses };
};

/** Entries that no frame has room for, and peers that are not ed25519, are left out. */
const encodeEntries = (tag: Uint8Array, entries: readonly ExchangeEntry[]): Uint8Array => {
  const encoded: Uint8Array[] = [];
  let bytes = 1 + exchangeTagBytes + 1;
  for (const entry of entries) {
    const one = encodeEntry(entry);
    if (one === undefined) continue;
    if (encoded.length === exchangeEntriesMax || bytes + one.length > exchangeFrameBytesMax) break;
    encoded.push(one);
    bytes += one.length;
  }
  const writer = createWriter(bytes).fixed(tag, exchangeTagBytes).u8(encoded.length);
  for (const one of encoded) writer.raw(one);
  return writer.finish();
};

const encodeBody = (message: ExchangeMessage): Uint8Array => {
  switch (message.type) {
    case 'advertise': {
      const entry = encodeEntry(message.entry);
      if (entry === undefined) throw new RangeError('only a peer with an ed25519 key can advertise itself');
      return createWriter().fixed(message.tag, exchangeTagBytes).raw(entry).finish();
    }
    case 'want':
      return createWriter().fixed(message.tag, exchangeTagBytes).u8(message.count).finish();
    case 'peers':
    case 'joined':
      return encodeEntries(message.tag, message.entries);
    case 'ping':
    case 'pong':
      return new Uint8Array(0);
  }
};

/** The frame's kind and body. */
export const encodeExchange = (message: ExchangeMessage): { readonly kind: number; readonly body: Uint8Array } => ({
  kind: kindOf[message.type],
  body: encodeBody(message),
});

export const decodeExchange = (kind: number, body: Uint8Array): Result<ExchangeMessage, ExchangeFault> => {
  const reader = createReader(body);
  const tag = (): Uint8Array => reader.fixed(exchangeTagBytes);
  const entries = (): readonly ExchangeEntry[] => reader.list(reader.u8(), exchangeEntriesMax, () => readEntry(reader));
  switch (kind) {
    case kindOf.advertise:
      return reader.finish({ type: 'advertise', tag: tag(), entry: readEntry(reader) });
    case kindOf.want:
      return reader.finish({ type: 'want', tag: tag(), count: reader.u8() });
    case kindOf.peers:
      return reader.finish({ type: 'peers', tag: tag(), entries: entries() });
    case kindOf.joined:
      return reader.finish({ type: 'joined', tag: tag(), entries: entries() });
    case kindOf.ping:
      return body.length === 0 ? ok({ type: 'ping' }) : reader.finish({ type: 'ping' });
    case kindOf.pong:
      return body.length === 0 ? ok({ type: 'pong' }) : reader.finish({ type: 'pong' });
    default:
      return err({ type: 'exchange-kind-unknown', kind });
  }
};
