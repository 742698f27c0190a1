// Whom libp2p may connect to. Opened for ws:// and private addresses, which the stock gater of a browser refuses: a
// class has nothing else. Closed for peers whose score is spent.

import type { ConnectionGater } from '@libp2p/interface';
import type { PeerId } from '../core/node/ports.ts';

export const connectionGate = (isRefused: (peer: PeerId) => boolean): ConnectionGater => ({
  denyDialMultiaddr: () => false,
  denyDialPeer: (peer) => isRefused(peer.toString()),
  denyInboundEncryptedConnection: (peer) => isRefused(peer.toString()),
  denyInboundUpgradedConnection: (peer) => isRefused(peer.toString()),
  denyOutboundRelayedConnection: (source, destination) =>
    isRefused(source.toString()) || isRefused(destination.toString()),
});
