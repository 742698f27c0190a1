// Reservationless relaying. A circuit-relay-v2 hop serves CONNECT(A → B) only if B has reserved a slot with it: a
// round trip for every tab, a refresh timer, and between tabs full tables and dead reservations. All that a hop really
// needs is a live connection to B. So every peer we are directly connected to is given an entry in the service's
// table, and it goes when the last direct connection goes.
// Owns: the entries of the circuit relay service. Bound: `reservationsMax`, and per relayed connection `limit`.

import {
  circuitRelayTransport,
  type CircuitRelayService,
  type CircuitRelayTransportComponents,
} from '@libp2p/circuit-relay-v2';
import type { Connection, Libp2p, PeerId, Transport } from '@libp2p/interface';

export interface RelayedLimit {
  readonly bytes: number;
  readonly durationMs: number;
}

/** Between tabs: an offer, an answer and some twenty candidates are 10 KiB; a dial that takes 20 s has failed. */
export const signallingLimit: RelayedLimit = { bytes: 65_536, durationMs: 20_000 };

/** A direct connection is one that does not pass through somebody else. */
export const isDirect = (connection: Connection): boolean =>
  connection.limits === undefined && connection.status === 'open';

/** A reservation's expiry for one that ends with its connection: never aborts, so nobody needs to listen. */
const neverExpires = (): AbortSignal & { readonly reset: () => void; readonly clear: () => void } => {
  const nothing = (): void => undefined;
  return Object.assign(new AbortController().signal, {
    ...{ addEventListener: nothing, removeEventListener: nothing },
    ...{ reset: nothing, clear: nothing },
  });
};

export interface NeighbourRelay {
  /** Lets others reach `peer` through us; false when the table is full or there is no direct connection. */
  readonly reserve: (peer: PeerId) => boolean;
  readonly release: (peer: PeerId) => void;
  readonly count: () => number;
}

export const createNeighbourRelay = (
  node: Libp2p,
  service: CircuitRelayService,
  { reservationsMax, limit }: { readonly reservationsMax: number; readonly limit: RelayedLimit },
): NeighbourRelay => {
  const signal = neverExpires();
  node.addEventListener('connection:close', ({ detail: connection }) => {
    if (!node.getConnections(connection.remotePeer).some(isDirect)) service.reservations.delete(connection.remotePeer);
  });
  return {
    reserve: (peer) => {
      const connection = node.getConnections(peer).find(isDirect);
      if (connection === undefined) return false;
      if (!service.reservations.has(peer) && service.reservations.size >= reservationsMax) return false;
      service.reservations.set(peer, {
        addr: connection.remoteAddr,
        // read by nobody: the entry lives as long as the connection
        expiry: new Date(8_640_000_000_000_000),
        limit: { data: BigInt(limit.bytes), duration: limit.durationMs },
        signal,
      });
      return true;
    },
    release: (peer) => {
      service.reservations.delete(peer);
    },
    count: () => service.reservations.size,
  };
};

/**
 * The transport's side of it: when dialled through a hop where it holds no reservation, the stock transport first tries
 * to reserve there, through a serial queue and for up to 10 s. It is told that there is nothing to reserve.
 */
export const reservationlessTransport = (): ((components: CircuitRelayTransportComponents) => Transport) => {
  const make = circuitRelayTransport();
  return (components) => {
    const transport = make(components);
    const store: unknown = Reflect.get(transport, 'reservationStore');
    if (typeof store !== 'object' || store === null || !('hasReservation' in store)) {
      throw new Error('@libp2p/circuit-relay-v2 has changed: its transport has no reservationStore');
    }
    Object.assign(store, { hasReservation: () => true });
    return transport;
  };
};
