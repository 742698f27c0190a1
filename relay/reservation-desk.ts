// Who holds a place at the relay, and from where: so many in all, so many from one public address, so many from one
// private one (which a proxy or a machine full of tabs may have). A place is free again as soon as its peer has left.
// Owns: the count by address. Bound: `reservations` places.

import type { Connection, PeerId } from '@libp2p/interface';
import type { NeighbourRelay } from '../shared/p2p/index.ts';
import { countedAs, isPrivateAddress } from './client-address.ts';

export interface ReservationDesk {
  /** Gives the peer at the other end a place, or keeps the one it has. */
  readonly admit: (connection: Connection) => 'held' | 'full' | 'address-full';
  readonly release: (peer: PeerId) => void;
  readonly count: () => number;
}

export interface ReservationLimits {
  readonly reservationsPerIp: number;
  readonly reservationsPerLanIp: number;
}

/** The host that a connection comes from, as the listener has written it: the true one, also behind a proxy. */
export const addressOf = (connection: Connection): string => connection.remoteAddr.getComponents()[0]?.value ?? '';

export const createReservationDesk = (neighbours: NeighbourRelay, limits: ReservationLimits): ReservationDesk => {
  const sourceOf = new Map<string, string>();
  const counts = new Map<string, number>();

  const add = (source: string, change: 1 | -1): void => {
    const count = (counts.get(source) ?? 0) + change;
    if (count === 0) counts.delete(source);
    else counts.set(source, count);
  };
  const forget = (peer: string): void => {
    const source = sourceOf.get(peer);
    if (source !== undefined) add(source, -1);
    sourceOf.delete(peer);
  };

  return {
    admit: (connection) => {
      const peer = connection.remotePeer.toString();
      const address = addressOf(connection);
      const source = countedAs(address);
      const isNew = sourceOf.get(peer) !== source;
      const max = isPrivateAddress(address) ? limits.reservationsPerLanIp : limits.reservationsPerIp;
      if (isNew && (counts.get(source) ?? 0) >= max) return 'address-full';
      if (!neighbours.reserve(connection.remotePeer)) return 'full';
      if (isNew) {
        forget(peer);
        sourceOf.set(peer, source);
        add(source, 1);
      }
      return 'held';
    },
    release: (peer) => {
      forget(peer.toString());
      neighbours.release(peer);
    },
    count: neighbours.count,
  };
};
