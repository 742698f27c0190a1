// Performs what dial-manager and relay-keeper decide, on libp2p.
// Owns: dials under way. What is left of earlier connections to a peer is ended before it is dialled: @libp2p/webrtc would
// signal over a stale circuit, dead or not, and libp2p would answer the dial with a stale direct connection.

import type { Connection, Libp2p } from '@libp2p/interface';
import { peerIdFromString } from '@libp2p/peer-id';
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr';
import type { PeerId } from '../core/node/ports.ts';
import { abortConnection } from './abort-connection.ts';
import type { DialManager, DialOrder } from './dial-manager.ts';
import { parseMultiaddr, relayedThrough, webrtcThrough } from './multiaddr-path.ts';
import { isDirect } from './neighbour-relay.ts';
import { nodeProtocol } from './node-codec.ts';
import type { RelayKeeper } from './relay-keeper.ts';

const relayDialTimeoutMs = 4_000;
/** As long as a connection is given to open its streams and to greet. */
const greetedWithinMs = 8_000;

export interface DialPerformerOptions {
  readonly node: Libp2p;
  readonly dials: DialManager;
  readonly keeper: RelayKeeper;
  /** Opens the node stream on a relayed connection that was made to live on. */
  readonly settle: (connection: Connection) => Promise<void>;
  readonly onFailed: (peer: PeerId, way: DialOrder['way'] | 'relay', error: unknown) => void;
}

export interface DialPerformer {
  /** Starts every dial that is due. */
  readonly pump: (nowMs: number) => void;
  readonly stop: () => void;
}

const carriesNode = (connection: Connection): boolean =>
  connection.streams.some((stream) => stream.protocol === nodeProtocol);

const circuitsTo = (node: Libp2p, peer: PeerId): readonly Connection[] =>
  node.getConnections(peerIdFromString(peer)).filter((one) => !isDirect(one) && !carriesNode(one));

/** Direct connections that carry no link and are not about to: dead ones, and those of who had no room for us. */
const unusedTo = ({ node, keeper }: DialPerformerOptions, peer: PeerId, nowMs: number): readonly Connection[] =>
  keeper.isRelay(peer)
    ? [] // a relay has none of ours; somebody may have named it as a node
    : node
        .getConnections(peerIdFromString(peer))
        .filter((one) => isDirect(one) && !carriesNode(one) && one.timeline.open < nowMs - greetedWithinMs);

const targetsOf = (order: DialOrder): readonly (Multiaddr | Multiaddr[])[] => {
  if (order.way === 'address') return [order.addresses.flatMap((text) => parseMultiaddr(text) ?? [])];
  const through = order.way === 'webrtc' ? webrtcThrough : relayedThrough;
  return order.hops.map((hop) => through(hop, order.peer));
};

const dialInTurn = async (options: DialPerformerOptions, order: DialOrder, nowMs: number): Promise<Connection> => {
  const { node } = options;
  const signal = AbortSignal.timeout(order.timeoutMs);
  const errors: unknown[] = [];
  if (order.way !== 'relayed') {
    for (const unused of unusedTo(options, order.peer, nowMs)) abortConnection(unused, 'carries no link');
  }
  for (const target of targetsOf(order)) {
    if (signal.aborted) break;
    if (order.way !== 'relayed') {
      for (const stale of circuitsTo(node, order.peer)) abortConnection(stale, 'a stale circuit');
    }
    try {
      return await node.dial(target, { signal });
    } catch (error) {
      errors.push(error);
    }
  }
  throw errors.length === 1 ? errors[0] : new AggregateError(errors, 'no way to the peer worked');
};

export const createDialPerformer = (options: DialPerformerOptions): DialPerformer => {
  const { node, dials, keeper } = options;
  let stopped = false;

  const perform = async (order: DialOrder, nowMs: number): Promise<void> => {
    try {
      const connection = await dialInTurn(options, order, nowMs);
      if (order.way === 'relayed') await options.settle(connection);
      else for (const circuit of circuitsTo(node, order.peer)) void circuit.close().catch(() => undefined);
      dials.succeeded(order.peer, Date.now());
    } catch (error) {
      dials.failed(order.peer, Date.now());
      if (!stopped) options.onFailed(order.peer, order.way, error);
    }
    pump(Date.now());
  };

  const dialRelay = async (peer: PeerId, address: string): Promise<void> => {
    try {
      await node.dial(multiaddr(address), { signal: AbortSignal.timeout(relayDialTimeoutMs) });
      keeper.connected(peer);
    } catch (error) {
      keeper.failed(peer, Date.now());
      if (!stopped) options.onFailed(peer, 'relay', error);
    }
  };

  const pump = (nowMs: number): void => {
    if (stopped) return;
    for (let relay = keeper.next(nowMs); relay !== undefined; relay = keeper.next(nowMs)) {
      void dialRelay(relay.peer, relay.address);
    }
    for (let order = dials.next(nowMs); order !== undefined; order = dials.next(nowMs)) void perform(order, nowMs);
  };

  return {
    pump,
    stop: () => {
      stopped = true;
    },
  };
};
