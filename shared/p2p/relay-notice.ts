// What a relay tells its clients without being asked, `/tabchain/relay/1`: where its STUN server and its siblings are,
// and that it is about to go; and on `/tabchain/refused/1`, which clients from before it do not have, that it gives them
// no place and why. Relay to client only; one short stream a notice.
//   frame: length u32 ‖ kind u8 (1 about, 2 leaving, 3–6 refused) ‖ STUN count u8 ≤ 4 ‖ texts ‖ sibling count u8 ≤ 8 ‖ texts
// A client listens only to relays that it dialled itself: a neighbour cannot send it elsewhere.
// Bounds: one frame of 4 KiB; texts of 256 bytes; two streams at a time on a connection; 8 KiB at once and 64 B/s.

import type { Connection, Libp2p, Stream } from '@libp2p/interface';
import { createReader, createWriter, err, type DecodeFault, type Reader, type Result } from '../core/bytes/index.ts';
import type { PeerId } from '../core/node/ports.ts';
import { createFrameChannel } from './frame-channel.ts';

const noticeProtocol = '/tabchain/relay/1';
const refusedProtocol = '/tabchain/refused/1';
export const noticeStunMax = 4;
export const noticeSiblingsMax = 8;
const textBytesMax = 256;
const frameBytesMax = 4_096;
const inboundLimits = { capacity: 8_192, perSecond: 64 };
const streamsAtOnceMax = 2;
const sendTimeoutMs = 2_000;

/**
 * Why a relay does not let others reach a client: no place is free; none for its network address; the relay serves other
 * networks; it is about to stop.
 */
export type PlaceRefusal = 'full' | 'address-full' | 'tag' | 'draining';

export interface RelayNotice {
  /** `about`: this relay has a place for the client; `leaving`: it closes its connections within ten seconds */
  readonly type: 'about' | 'leaving' | PlaceRefusal;
  /** STUN URIs of this relay */
  readonly stun: readonly string[];
  /** multiaddrs of other relays of the same operator or friends */
  readonly siblings: readonly string[];
}

export type RelayNoticeFault = DecodeFault | { readonly type: 'notice-kind-unknown'; readonly kind: number };

const kindOf = { about: 1, leaving: 2, full: 3, 'address-full': 4, tag: 5, draining: 6 } as const;
const types = new Map<number, RelayNotice['type']>([
  [1, 'about'],
  [2, 'leaving'],
  [3, 'full'],
  [4, 'address-full'],
  [5, 'tag'],
  [6, 'draining'],
]);

const encodeTexts = (texts: readonly string[], countMax: number): Uint8Array => {
  const encoded = texts
    .map((text) => new TextEncoder().encode(text))
    .filter((bytes) => bytes.length <= textBytesMax)
    .slice(0, countMax);
  const writer = createWriter(64).u8(encoded.length);
  for (const bytes of encoded) writer.bytes16(bytes);
  return writer.finish();
};

/** The frame's kind and body; what is too long or too much is left out. */
export const encodeRelayNotice = (notice: RelayNotice): { readonly kind: number; readonly body: Uint8Array } => ({
  kind: kindOf[notice.type],
  body: createWriter(256)
    .raw(encodeTexts(notice.stun, noticeStunMax))
    .raw(encodeTexts(notice.siblings, noticeSiblingsMax))
    .finish(),
});

const readTexts = (reader: Reader, countMax: number): readonly string[] =>
  reader.list(reader.u8(), countMax, () => reader.text(textBytesMax));

export const decodeRelayNotice = (kind: number, body: Uint8Array): Result<RelayNotice, RelayNoticeFault> => {
  const type = types.get(kind);
  if (type === undefined) return err({ type: 'notice-kind-unknown', kind });
  const reader = createReader(body);
  const stun = readTexts(reader, noticeStunMax);
  return reader.finish({ type, stun, siblings: readTexts(reader, noticeSiblingsMax) });
};

/** Tells one client; true when it took it. A client that does not know the protocol is no fault. */
export const sendRelayNotice = async (connection: Connection, notice: RelayNotice): Promise<boolean> => {
  try {
    const signal = AbortSignal.timeout(sendTimeoutMs);
    const isKnownToAll = notice.type === 'about' || notice.type === 'leaving';
    const stream = await connection.newStream(isKnownToAll ? noticeProtocol : refusedProtocol, { signal });
    const channel = createFrameChannel(stream, {
      frameBytesMax,
      queueBytesMax: frameBytesMax * 2,
      inbound: inboundLimits,
      onFrame: () => 'a client has nothing to say here',
      onEnd: () => undefined,
    });
    const { kind, body } = encodeRelayNotice(notice);
    channel.sendNow(kind, body);
    channel.end('told');
    return true;
  } catch {
    return false; // gone, or of an older version: it has its other ways to find relays
  }
};

export interface RelayNoticeListener {
  /** true for the relays that this node keeps dialled */
  readonly isRelay: (peer: PeerId) => boolean;
  readonly onNotice: (relay: PeerId, notice: RelayNotice) => void;
  /** broke the rules of the protocol */
  readonly onHostile: (peer: PeerId, reason: string) => void;
}

/** The client's side. */
export const listenToRelays = async (node: Libp2p, listener: RelayNoticeListener): Promise<void> => {
  const take = (stream: Stream, connection: Connection): void => {
    const peer = connection.remotePeer.toString();
    if (connection.direction !== 'outbound' || connection.limits !== undefined || !listener.isRelay(peer)) {
      stream.abort(new Error('not a relay of ours'));
      return;
    }
    const channel = createFrameChannel(stream, {
      frameBytesMax,
      queueBytesMax: frameBytesMax,
      inbound: inboundLimits,
      onFrame: (kind, body) => {
        const notice = decodeRelayNotice(kind, body);
        if (!notice.ok) return `broken relay notice: ${notice.error.type}`;
        listener.onNotice(peer, notice.value);
        channel.end('heard');
        return undefined;
      },
      onEnd: (reason, hostile) => {
        if (hostile) listener.onHostile(peer, reason);
      },
    });
  };
  await node.handle([noticeProtocol, refusedProtocol], take, { maxInboundStreams: streamsAtOnceMax });
};
