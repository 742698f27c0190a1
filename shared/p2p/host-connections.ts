// What happens to each libp2p connection of a host as it opens and closes: our two streams are opened by the side that
// dialled, neighbours may be reached through us, and a connection that carries nothing of ours is closed.

import type { Connection } from '@libp2p/interface';
import { abortConnection } from './abort-connection.ts';
import { exchangeProtocol } from './exchange-codec.ts';
import { changed, describe, type HostParts } from './host-parts.ts';
import { isDirect } from './neighbour-relay.ts';
import { nodeProtocol } from './node-codec.ts';
import type { NodePeers } from './node-peers.ts';
import type { PeerExchange } from './peer-exchange.ts';

const streamTimeoutMs = 5_000;
/** Without a stream of ours a connection is half a connection. */
const halfOpenMs = 8_000;

export type OpenNodeStream = (connection: Connection) => Promise<void>;

/** What happens to each connection as it opens and closes. */
export const watchConnections = async (
  parts: HostParts,
  peers: NodePeers,
  exchange: PeerExchange,
): Promise<OpenNodeStream> => {
  const { node, keeper, dials, neighbours, log, record } = parts;

  const openNode: OpenNodeStream = async (connection) => {
    const signal = AbortSignal.timeout(streamTimeoutMs);
    peers.adopt(await connection.newStream(nodeProtocol, { signal, runOnLimitedConnection: true }), connection);
  };

  const introduce = async (connection: Connection): Promise<void> => {
    const peer = connection.remotePeer.toString();
    const opened = await Promise.allSettled([exchange.open(connection), openNode(connection)]);
    const errors = opened.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    const speaks = opened.length - errors.length;
    const onlyRelays =
      errors.length === 1 && errors[0] instanceof Error && errors[0].name === 'UnsupportedProtocolError';
    if (speaks === opened.length || onlyRelays || connection.status !== 'open') return;
    log({
      level: 'warning',
      what: 'the connection carries no streams',
      peerId: peer,
      fault: errors.map(describe).join('; '),
    });
    abortConnection(connection, 'no streams');
  };

  const dropHalfOpen = (connection: Connection): void => {
    setTimeout(() => {
      const speaks = connection.streams.some(
        ({ protocol }) => protocol === nodeProtocol || protocol === exchangeProtocol,
      );
      if (connection.status === 'open' && !speaks) abortConnection(connection, 'half open');
    }, halfOpenMs);
  };

  node.addEventListener('connection:open', ({ detail: connection }) => {
    const peer = connection.remotePeer.toString();
    if (!isDirect(connection)) {
      if (connection.direction === 'inbound') dials.beingDialled(peer, Date.now());
      return;
    }
    neighbours.reserve(connection.remotePeer);
    if (keeper.isRelay(peer)) {
      keeper.connected(peer);
      record.relayChanged(peer);
      log({ level: 'info', what: 'relay connected', peerId: peer });
      changed(parts);
    }
    if (connection.direction === 'outbound') void introduce(connection);
    else dropHalfOpen(connection);
  });
  node.addEventListener('connection:close', ({ detail: connection }) => {
    const peer = connection.remotePeer.toString();
    if (node.getConnections(connection.remotePeer).some(isDirect) || !keeper.isRelay(peer)) return;
    keeper.disconnected(peer, Date.now());
    if (record.relay(peer).place !== 'full') record.relayChanged(peer);
    log({ level: 'warning', what: 'relay lost', peerId: peer });
    changed(parts);
    parts.pump();
  });
  await node.handle(nodeProtocol, peers.adopt, { runOnLimitedConnection: true, maxInboundStreams: 4 });
  await node.handle(exchangeProtocol, exchange.adopt, { maxInboundStreams: 2 });
  return openNode;
};
