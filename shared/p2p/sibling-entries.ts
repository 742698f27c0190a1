// What a relay passes on from a sibling: peers that the sibling holds, with addresses through it. Those addresses are not
// dialled as they stand (a stranger's relay is nobody's to choose); they say through whom the peer is reached: the sibling,
// once we are connected to it, and not the relay that told, which would refuse the circuit. Pure.

import type { PeerId } from '../core/node/ports.ts';
import type { ExchangeEntry } from './exchange-codec.ts';
import { hopOfCircuit } from './multiaddr-path.ts';

export interface EntriesByHop {
  readonly hop: PeerId;
  readonly entries: readonly ExchangeEntry[];
}

/** The hop that an entry is reached through by what it says; `undefined`: the one who told, or its own addresses. */
const namedHop = ({ peer, addresses }: ExchangeEntry): PeerId | undefined => {
  const hops = addresses.map((address) => hopOfCircuit(peer, address));
  return hops.every((hop) => hop !== undefined) ? hops[0] : undefined;
};

/**
 * The entries by the hop to dial them through, the teller's own first. Those behind a relay that is not connected are left
 * out: when it is, it tells of them itself.
 */
export const entriesByHop = (
  teller: PeerId,
  entries: readonly ExchangeEntry[],
  isConnectedRelay: (peer: PeerId) => boolean,
): readonly EntriesByHop[] => {
  const byHop = new Map<PeerId, ExchangeEntry[]>([[teller, []]]);
  for (const entry of entries) {
    const named = namedHop(entry);
    const hop = named ?? teller;
    if (named !== undefined && named !== teller && !isConnectedRelay(named)) continue;
    const list = byHop.get(hop) ?? [];
    list.push(entry);
    byHop.set(hop, list);
  }
  return [...byHop].map(([hop, list]) => ({ hop, entries: list }));
};
