// Whom libp2p may connect to. Opened for ws:// and private addresses, which the stock gater of a browser refuses: a
// class has nothing else. Closed for peers whose score is spent, and for everybody when there is no room even to say so.

import type { ConnectionGater } from '@libp2p/interface';
import type { Multiaddr } from '@multiformats/multiaddr';
import type { PeerId } from '../core/node/ports.ts';

const isCircuit = (address: Multiaddr): boolean => address.getComponents().some(({ name }) => name === 'p2p-circuit');

export const connectionGate = (
  isRefused: (peer: PeerId) => boolean,
  isCrowded: () => boolean = () => false,
): ConnectionGater => ({
  denyDialMultiaddr: () => false,
  denyDialPeer: (peer) => isRefused(peer.toString()),
  denyInboundEncryptedConnection: (peer) => isRefused(peer.toString()),
  // a circuit is for signalling, and bounded as a stream of the neighbour that carries it
  denyInboundUpgradedConnection: (peer, { remoteAddr }) =>
    isRefused(peer.toString()) || (isCrowded() && !isCircuit(remoteAddr)),
  denyOutboundRelayedConnection: (source, destination) =>
    isRefused(source.toString()) || isRefused(destination.toString()),
});
