// Networks of nodes in one process: whoever is linked hears what the other sends, in order, each message in a turn of
// its own. For tests of what is built on a node; weather, scores and paths are for the simulation. Owns the links.

import type { GossipTopic, Network, NetworkEvent, PeerId } from '../core/node/index.ts';

export interface JoinedNode {
  readonly id: PeerId;
  readonly network: Network;
}

export interface NodeLinks {
  readonly join: (id: PeerId) => JoinedNode;
  /** Both hear `peer-up` if they listen. */
  readonly link: (a: PeerId, b: PeerId) => void;
  readonly unlink: (a: PeerId, b: PeerId) => void;
  readonly peersOf: (id: PeerId) => readonly PeerId[];
}

interface Place {
  listener: ((event: NetworkEvent) => void) | undefined;
  readonly peers: Set<PeerId>;
}

export const createLinkedNetwork = (): NodeLinks => {
  const places = new Map<PeerId, Place>();
  let messages = 0;
  const placeOf = (id: PeerId): Place => {
    const place = places.get(id) ?? { listener: undefined, peers: new Set() };
    places.set(id, place);
    return place;
  };
  const tell = (id: PeerId, event: NetworkEvent): void => {
    queueMicrotask(() => placeOf(id).listener?.(event));
  };
  const up = (id: PeerId, peer: PeerId): void => {
    tell(id, { type: 'peer-up', peer, path: 'direct', kind: 'tab' });
  };
  const networkOf = (id: PeerId): Network => ({
    listen: (listener) => {
      const place = placeOf(id);
      place.listener = listener;
      for (const peer of place.peers) up(id, peer);
      return () => {
        place.listener = undefined;
      };
    },
    send: (peer, bytes) => {
      if (placeOf(id).peers.has(peer)) tell(peer, { type: 'message', peer: id, bytes: bytes.slice() });
    },
    publish: (topic: GossipTopic, bytes) => {
      const messageId = `${id}-${++messages}`;
      for (const peer of placeOf(id).peers) {
        tell(peer, { type: 'gossip', peer: id, topic, messageId, bytes: bytes.slice() });
      }
    },
    judge: () => undefined,
    penalise: () => undefined,
  });
  const pairs = (a: PeerId, b: PeerId): readonly (readonly [PeerId, PeerId])[] => [
    [a, b],
    [b, a],
  ];
  return {
    join: (id) => ({ id, network: networkOf(id) }),
    link: (a, b) => {
      for (const [from, to] of pairs(a, b)) {
        placeOf(from).peers.add(to);
        up(from, to);
      }
    },
    unlink: (a, b) => {
      for (const [from, to] of pairs(a, b)) {
        placeOf(from).peers.delete(to);
        tell(from, { type: 'peer-down', peer: to, reason: 'unlinked' });
      }
    },
    peersOf: (id) => [...placeOf(id).peers],
  };
};
