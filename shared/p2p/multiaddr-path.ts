// What a multiaddr says about a path: whose it is, and how bytes travel on it; and the addresses of paths through a
// hop that we are connected to.

import type { Connection } from '@libp2p/interface';
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr';
import type { PeerId, PeerPath } from '../core/node/ports.ts';

/** The multiaddr that `text` is, or `undefined`. One that is given out is also safe to be written as text again. */
export const parseMultiaddr = (text: string): Multiaddr | undefined => {
  try {
    const address = multiaddr(text);
    address.toString(); // throws for some that were read: `/unix/` before half a surrogate pair
    return address;
  } catch {
    return undefined; // multiaddr offers no other way to learn that a text is none
  }
};

/** The last peer id in it: who is reached, not who relays. */
export const peerOfAddress = (address: Multiaddr): PeerId | undefined =>
  address.getComponents().findLast((component) => component.name === 'p2p')?.value;

export const pathOf = (connection: Connection): PeerPath => {
  const names = new Set(connection.remoteAddr.getComponents().map((component) => component.name));
  if (names.has('webrtc') || names.has('webrtc-direct')) return 'direct';
  return names.has('p2p-circuit') ? 'relayed' : 'websocket';
};

/** How to reach `peer` over WebRTC with the signalling through `hop`, to whom there must be a connection. */
export const webrtcThrough = (hop: PeerId, peer: PeerId): Multiaddr =>
  multiaddr(`/p2p/${hop}/p2p-circuit/webrtc/p2p/${peer}`);

/** How to reach `peer` with all bytes through `hop`, to whom there must be a connection. */
export const relayedThrough = (hop: PeerId, peer: PeerId): Multiaddr =>
  multiaddr(`/p2p/${hop}/p2p-circuit/p2p/${peer}`);

/** The relay that `address` reaches `peer` through: `/…/p2p/<relay>/p2p-circuit/webrtc/p2p/<peer>`, and no other form. */
export const hopOfCircuit = (peer: PeerId, address: string): PeerId | undefined => {
  const parts = parseMultiaddr(address)?.getComponents() ?? [];
  const [relay, circuit, webrtc, last] = parts.slice(-4);
  const isForm = circuit?.name === 'p2p-circuit' && webrtc?.name === 'webrtc' && last?.value === peer;
  const hop = relay?.name === 'p2p' ? relay.value : undefined;
  const before = address.slice(0, address.indexOf('/p2p-circuit'));
  return isForm && hop !== undefined && plainAddressesOf(hop, [before]).length === 1 ? hop : undefined;
};

/** What an address may be made of that a stranger names: one hop, no name to look up anywhere but in the local DNS. */
const plainParts = new Set(
  'ip4 ip6 ip6zone dns dns4 dns6 tcp udp tls sni ws wss webrtc-direct certhash p2p'.split(' '),
);

/**
 * Those of the addresses that may be dialled because somebody said so: in their form, and of `peer` alone. `dnsaddr` is not
 * among them: a browser could only resolve it by asking a third party.
 */
export const plainAddressesOf = (peer: PeerId, addresses: readonly string[]): readonly string[] =>
  addresses.filter((text) => {
    const address = parseMultiaddr(text);
    const parts = address?.getComponents() ?? [];
    const peers = parts.filter(({ name }) => name === 'p2p');
    return peers.length === 1 && peers[0]?.value === peer && parts.every(({ name }) => plainParts.has(name));
  });
