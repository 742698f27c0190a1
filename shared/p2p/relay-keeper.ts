// Keeps the relays dialled, for ever: libp2p does not reconnect. Pure: told what happened and when, it says which address
// to try now. All addresses of a relay are tried in turn before it waits; then 1 s, doubling to 15 s, with jitter; at
// once when the page wakes or the network comes back.
// Bounds: 16 relays, 8 addresses each; later ones are ignored.

import type { PeerId } from '../core/node/ports.ts';
import { parseMultiaddr, peerOfAddress, plainAddressesOf } from './multiaddr-path.ts';

const relaysMax = 16;
const addressesMax = 8;
const backoffMinMs = 1_000;
/** A relay that is started again is found within this. */
const backoffMaxMs = 15_000;
/** A terminal node without room is asked again after 24 to 60 s. */
const fullForMs = 120_000;

export interface KnownRelay {
  readonly peerId: PeerId;
  readonly addresses: readonly string[];
  readonly connected: boolean;
}

export interface RelayKeeper {
  /** Adds addresses that end in /p2p/<id>; others are ignored and returned. */
  readonly add: (addresses: readonly string[]) => readonly string[];
  readonly isRelay: (peer: PeerId) => boolean;
  readonly connected: (peer: PeerId) => void;
  readonly disconnected: (peer: PeerId, nowMs: number) => void;
  readonly failed: (peer: PeerId, nowMs: number) => void;
  /** It has no room for us and will close the connection: it is left alone for a minute after that. */
  readonly isFull: (peer: PeerId) => void;
  /** The network came back: try all now. */
  readonly wake: () => void;
  /** The next address to try now; it counts as under way until `connected` or `failed`. */
  readonly next: (nowMs: number) => { readonly peer: PeerId; readonly address: string } | undefined;
  readonly list: () => readonly KnownRelay[];
}

interface Relay {
  readonly addresses: string[];
  state: 'connected' | 'dialling' | 'waiting';
  notBeforeMs: number;
  rounds: number;
  /** index of the address to try next */
  turn: number;
  isFull: boolean;
}

/** `random` is uniform in [0, 1). */
export const createRelayKeeper = (random: () => number): RelayKeeper => {
  const relays = new Map<PeerId, Relay>();

  const addOne = (address: string): boolean => {
    const parsed = parseMultiaddr(address);
    const peer = parsed === undefined ? undefined : peerOfAddress(parsed);
    if (peer === undefined || plainAddressesOf(peer, [address]).length === 0) return false;
    const fresh: Relay = { addresses: [], state: 'waiting', ...{ notBeforeMs: 0, rounds: 0, turn: 0, isFull: false } };
    const relay = relays.get(peer) ?? fresh;
    if (!relays.has(peer) && relays.size >= relaysMax) return false;
    relays.set(peer, relay);
    if (!relay.addresses.includes(address) && relay.addresses.length < addressesMax) relay.addresses.push(address);
    return true;
  };

  return {
    add: (addresses) => addresses.filter((address) => !addOne(address)),
    isRelay: (peer) => relays.has(peer),
    connected: (peer) => {
      const relay = relays.get(peer);
      if (relay === undefined) return;
      // the address that worked is the first to try next time
      if (relay.state === 'dialling') relay.turn = (relay.turn + relay.addresses.length - 1) % relay.addresses.length;
      Object.assign(relay, { state: 'connected', rounds: 0 });
    },
    disconnected: (peer, nowMs) => {
      const relay = relays.get(peer);
      if (relay?.state !== 'connected') return;
      const waitMs = relay.isFull ? fullForMs : backoffMinMs;
      Object.assign(relay, { state: 'waiting', notBeforeMs: nowMs + waitMs * (0.2 + random() * 0.3), isFull: false });
    },
    failed: (peer, nowMs) => {
      const relay = relays.get(peer);
      if (relay?.state !== 'dialling') return;
      relay.state = 'waiting';
      if (relay.turn !== 0) return; // the round is not over
      relay.rounds += 1;
      const step = Math.min(backoffMaxMs, backoffMinMs * 2 ** Math.min(10, relay.rounds - 1));
      relay.notBeforeMs = nowMs + step * (0.5 + random() * 0.5);
    },
    isFull: (peer) => {
      const relay = relays.get(peer);
      if (relay !== undefined) relay.isFull = true;
    },
    wake: () => {
      for (const relay of relays.values()) Object.assign(relay, { notBeforeMs: 0, rounds: 0 });
    },
    next: (nowMs) => {
      for (const [peer, relay] of relays) {
        if (relay.state !== 'waiting' || relay.notBeforeMs > nowMs) continue;
        const address = relay.addresses[relay.turn % relay.addresses.length];
        if (address === undefined) continue;
        relay.turn = (relay.turn + 1) % relay.addresses.length;
        relay.state = 'dialling';
        return { peer, address };
      }
      return undefined;
    },
    list: () =>
      [...relays].map(([peerId, { addresses, state }]) => ({
        peerId,
        addresses: [...addresses],
        connected: state === 'connected',
      })),
  };
};
