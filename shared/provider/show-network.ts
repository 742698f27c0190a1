// Networks, peers and the node's state in the shapes of the API: pure mappings from the node's snapshot and the host's,
// which may be a moment apart.

import type { ChainSpec, Hex32 } from '../core/model/index.ts';
import type { NodeSnapshot } from '../core/node/index.ts';
import type { NetworkShape, PeerShape, Status } from './api.ts';
import type { HostSnapshotLike } from './backend.ts';
import { showHex } from './show-transaction.ts';

export const showNetwork = (chainId: Hex32, { name, symbol, decimals, consensus }: ChainSpec): NetworkShape => ({
  name,
  symbol,
  decimals,
  chainId: showHex(chainId),
  consensus: consensus.kind,
});

type HostPeer = HostSnapshotLike['peers'][number];

/** `snapshot` knows the heights that peers announce, and only of those whose node stream is open. */
export const showPeer = (peer: HostPeer, snapshot: NodeSnapshot): PeerShape => {
  const { peerId, path, kind, rttMs, score, since } = peer;
  const known = snapshot.peers.find((other) => other.peer === peerId);
  return {
    peerId,
    path,
    kind,
    ...(rttMs === undefined ? {} : { rttMs }),
    ...(known === undefined ? {} : { height: known.height }),
    score,
    since,
  };
};

/** What neither the node nor the host knows about itself. */
export interface StorageFacts {
  readonly persisted: boolean;
  readonly bytes: number;
}

export const showStatus = (
  snapshot: NodeSnapshot,
  host: HostSnapshotLike | undefined,
  storage: StorageFacts,
  start: Status['start'],
): Status => {
  const through = (path: HostPeer['path']): number => snapshot.peers.filter((peer) => peer.path === path).length;
  return {
    height: snapshot.height,
    head: showHex(snapshot.head),
    settledHeight: snapshot.settledHeight,
    sync: snapshot.sync,
    peers: { direct: through('direct'), websocket: through('websocket'), relayed: through('relayed') },
    relays: { connected: host?.relays.connected ?? 0, known: host?.relays.known ?? 0 },
    independence: host?.independence ?? { level: 'alone', relays: 0, neighbours: 0 },
    mempool: snapshot.mempool,
    producing: snapshot.production.running,
    mode: snapshot.mode,
    start,
    storage,
    verifiedSince: snapshot.verifiedSince,
  };
};
