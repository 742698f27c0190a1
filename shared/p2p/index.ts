// The libp2p host that tabs and terminal nodes share, and the parts of it that a relay uses.

export { abortConnection } from './abort-connection.ts';
export { createExchangeChannel, type ExchangeChannel } from './exchange-channel.ts';
export {
  exchangeEntriesMax,
  exchangeProtocol,
  type ExchangeEntry,
  type ExchangeMessage,
  peerIdFromKey,
  peerIdToKey,
} from './exchange-codec.ts';
export type { CandidateCounts, Diagnosis, DiagnosisCause, Gathered, HttpFinding, PlatformProbes } from './diagnosis.ts';
export { createHost, type DialFault, type Host } from './host.ts';
export type { HostPeer, HostSnapshot } from './host-snapshot.ts';
export type { HostOptions, NetworkLogEntry } from './host-parts.ts';
export { iceServersOf } from './ice-servers.ts';
export { patchConnectionClose } from './connection-close-patch.ts';
export { patchInitChannel } from './init-channel-patch.ts';
export { createNodeLibp2p, createRelayLibp2p, type TransportFactory } from './libp2p-config.ts';
export {
  createNeighbourRelay,
  reservationlessTransport,
  type NeighbourRelay,
  type RelayedLimit,
} from './neighbour-relay.ts';
export { type BookEntry, type BookStore, createPeerBook } from './peer-book.ts';
export { createPeerBuckets, type PeerBuckets } from './peer-buckets.ts';
export { createTokenBucket, type TokenBucket } from './token-bucket.ts';
export type { FreeTopicFault } from './free-topics.ts';
export { serveSpec } from './spec-exchange.ts';
export { peerIdOfSeed } from './peer-id-of-seed.ts';
export { createRelayKeeper, type KnownRelay, type RelayKeeper } from './relay-keeper.ts';
export {
  listenToRelays,
  type PlaceRefusal,
  noticeSiblingsMax,
  noticeStunMax,
  sendRelayNotice,
  type RelayNotice,
  type RelayNoticeListener,
} from './relay-notice.ts';
export type { WelcomeAnswer, WelcomeQuestion } from './welcome-stream.ts';
export { webSocketTransport } from './websocket-transport.ts';
