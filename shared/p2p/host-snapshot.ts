// What a host shows of itself at one moment: peers, relays, whom it knows, its addresses, what it could lose. Made anew at
// each call from the parts. Bounds: those of the parts.

import type { Libp2p } from '@libp2p/interface';
import type { PeerId, PeerKind, PeerPath } from '../core/node/ports.ts';
import { clockOffset } from './clock-offset.ts';
import { type HostParts, ownAddresses } from './host-parts.ts';
import { type Independence, independenceOf } from './independence.ts';
import { pathOf } from './multiaddr-path.ts';
import type { NodePeers } from './node-peers.ts';
import type { PeerBook } from './peer-book.ts';
import type { KnownRelay } from './relay-keeper.ts';

export interface HostPeer {
  readonly peerId: PeerId;
  readonly path: PeerPath;
  readonly kind: PeerKind;
  readonly rttMs: number | undefined;
  /** 0 or less */
  readonly score: number;
  /** ms since 1970 */
  readonly since: number;
}

export interface HostSnapshot {
  readonly peers: readonly HostPeer[];
  readonly relays: {
    readonly connected: number;
    readonly known: number;
    readonly list: readonly KnownRelay[];
    /** those that are connected and no nodes of the chain */
    readonly linked: readonly HostPeer[];
  };
  readonly known: readonly {
    readonly peerId: PeerId;
    readonly addresses: readonly string[];
    readonly lastSeen: number;
  }[];
  /** multiaddrs under which others reach this node now */
  readonly addresses: readonly string[];
  /** what could be lost before this node is cut off */
  readonly independence: Independence;
  /** our peers' clocks minus ours, the median, ms; only told, never followed */
  readonly clockOffsetMs: number | undefined;
}

const linkedRelays = (node: Libp2p, connected: readonly KnownRelay[], peers: NodePeers): readonly HostPeer[] => {
  const connections = new Map(node.getConnections().map((one) => [one.remotePeer.toString(), one]));
  return connected.flatMap(({ peerId }) => {
    const connection = connections.get(peerId);
    if (connection === undefined || peers.isUp(peerId)) return [];
    return [
      {
        ...{ peerId, path: pathOf(connection), kind: 'relay', rttMs: connection.rtt, score: 0 },
        since: connection.timeline.open,
      },
    ];
  });
};

/** The book's, and before them the relays that are connected and not in it (yet). */
const knownOf = (
  book: ReturnType<PeerBook['list']>,
  relays: readonly KnownRelay[],
  linked: readonly HostPeer[],
): HostSnapshot['known'] => {
  const inBook = book
    .filter(({ addresses }) => addresses.length > 0)
    .map(({ peerId, addresses, lastSeen }) => ({ peerId, addresses, lastSeen }));
  const others = linked.filter(({ peerId }) => inBook.every((one) => one.peerId !== peerId));
  const addressesOf = (peer: PeerId): readonly string[] =>
    relays.find(({ peerId }) => peerId === peer)?.addresses ?? [];
  return [
    ...others.map(({ peerId, since }) => ({ peerId, addresses: addressesOf(peerId), lastSeen: since })),
    ...inBook,
  ];
};

export const snapshotOf = (
  { keeper, book, scores, node, self, options }: HostParts,
  peers: NodePeers,
): HostSnapshot => {
  const list = keeper.list();
  const connected = list.filter((relay) => relay.connected);
  const linked = peers.list();
  const throughRelays =
    options.webrtc === undefined || options.hideAddress === true
      ? []
      : connected.flatMap(({ addresses }) => addresses.map((one) => `${one}/p2p-circuit/webrtc/p2p/${self}`));
  const nowMs = Date.now();
  const linkedNow = linkedRelays(node, connected, peers);
  return {
    peers: linked.map(({ id, kind, path, rttMs, since }) => ({
      ...{ peerId: id, kind, path, rttMs, since },
      score: Math.round(scores.score(id, nowMs)),
    })),
    relays: { connected: connected.length, known: list.length, list, linked: linkedNow },
    known: knownOf(book.list(), list, linkedNow),
    addresses: [...ownAddresses(node), ...throughRelays],
    ...measured({ keeper }, peers),
  };
};

/** What the peers of now mean for this node, and what their clocks say of ours. */
export const measured = (
  { keeper }: Pick<HostParts, 'keeper'>,
  peers: NodePeers,
): Pick<HostSnapshot, 'independence' | 'clockOffsetMs'> => ({
  independence: independenceOf(
    peers.list().map(({ path }) => path),
    keeper.list().filter(({ connected, peerId }) => connected && !peers.isUp(peerId)).length,
  ),
  clockOffsetMs: clockOffset(offsetsOf(peers)).medianMs,
});

export const offsetsOf = (peers: NodePeers): readonly number[] =>
  peers.list().flatMap(({ clockOffsetMs }) => (clockOffsetMs === undefined ? [] : [clockOffsetMs]));
