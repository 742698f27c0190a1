// How much a node could lose before it is cut off: relays, and neighbours. Pure.
// Who is linked directly, or over the WebSocket of a terminal node, needs no relay; who is linked through a relay goes with
// it. A relay that stays brings a node back when its last neighbour has gone.

import type { PeerPath } from '../core/node/ports.ts';

/** `alone`: nobody to talk to; `leaning`: only as long as a relay stays; `thin`: one loss from that; else `independent`. */
export type IndependenceLevel = 'alone' | 'leaning' | 'thin' | 'independent';

export interface Independence {
  readonly level: IndependenceLevel;
  /** how many of the relays could go now, with this node still linked to somebody */
  readonly relays: number;
  /** how many neighbours could go as well, after all relays */
  readonly neighbours: number;
}

export const independenceOf = (paths: readonly PeerPath[], relaysConnected: number): Independence => {
  const own = paths.filter((path) => path !== 'relayed').length;
  if (paths.length === 0) return { level: 'alone', relays: 0, neighbours: 0 };
  if (own === 0) return { level: 'leaning', relays: Math.max(0, relaysConnected - 1), neighbours: 0 };
  return { level: own === 1 ? 'thin' : 'independent', relays: relaysConnected, neighbours: own - 1 };
};
