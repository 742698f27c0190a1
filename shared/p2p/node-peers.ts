// The peers of our chain and the links to each. A peer is up from its first greeted link to the end of its last one;
// of several links the best is used: direct before WebSocket before relayed, then the one that the lower peer id
// dialled (both sides count alike), then the newest. Every message carries a number that grows over all links of a
// session, so that a change of path can lose a late message but never bring two in the wrong order.
// Bounds: 10 peers that we dialled and 20 that dialled us, 4 links each; who is one too many hears so before anything
// else is said.

import type { Connection, Stream } from '@libp2p/interface';
import { equalBytes } from '../core/bytes/index.ts';
import type { GossipTopic, NetworkEvent, PeerId, PeerKind, PeerPath } from '../core/node/ports.ts';
import { abortConnection } from './abort-connection.ts';
import { encodeFrame } from './frame.ts';
import { inboundMax, outboundMax } from './link-plan.ts';
import { isDirect } from './neighbour-relay.ts';
import {
  encodeGoodbye,
  nodeFrameKind,
  nodeMessageBytesMax,
  type GoodbyeReason,
  type Hello,
  type NodeFrame,
} from './node-codec.ts';
import { createNodeLink, type LinkEnd, type NodeLink } from './node-link.ts';

const peersMax = outboundMax + inboundMax;
const linksPerPeerMax = 4;

/** What is on its way when a better link takes over is given this long. */
const supersededAfterMs = 1_000;

const refusedWithinMs = 2_000;

/** A relayed connection that a node may live on; between tabs relaying is for signalling only, and smaller. */
const relayedBytesMin = 1_048_576n;

/** Without any link that greets, a connection is half a connection. */
const helloTimeoutMs = 8_000;

/** Whom we have lost, so that they hear of it when they are back. */
const lossesMax = 256;

const pathRank: Readonly<Record<PeerPath, number>> = { direct: 2, websocket: 1, relayed: 0 };

export interface NodePeer {
  readonly id: PeerId;
  readonly kind: PeerKind;
  readonly agent: string;
  readonly path: PeerPath;
  /** we dialled it */
  readonly isOutbound: boolean;
  readonly rttMs: number | undefined;
  /** its clock minus ours, ms */
  readonly clockOffsetMs: number | undefined;
  /** how long ago something came from it, ms */
  readonly silentMs: number;
  /** ms since 1970 */
  readonly since: number;
}

export interface NodePeersOptions {
  readonly self: PeerId;
  readonly ownHello: Omit<Hello, 'losses'>;
  readonly isRefused: (peer: PeerId) => boolean;
  readonly onEvent: (event: Exclude<NetworkEvent, { type: 'gossip' }>) => void;
  readonly onGossip: (peer: PeerId, topic: GossipTopic, bytes: Uint8Array) => void;
  /** A peer that broke a rule of the protocol, and which. */
  readonly onHostile: (peer: PeerId, reason: string) => void;
  /** A peer that sent us away, or that we sent away; nothing was wrong with it. */
  readonly onTurnedAway: (peer: PeerId, reason: GoodbyeReason) => void;
  /** There was no room for who dialled us, and we said so. Its connection is the host's to close. */
  readonly onNoRoom: (connection: Connection) => void;
}

export interface NodePeers {
  readonly adopt: (stream: Stream, connection: Connection) => void;
  readonly send: (peer: PeerId, bytes: Uint8Array) => void;
  readonly sendGossip: (peer: PeerId, topic: GossipTopic, bytes: Uint8Array) => void;
  readonly drop: (peer: PeerId, reason: GoodbyeReason, why: string) => void;
  readonly isUp: (peer: PeerId) => boolean;
  /** Whether the link to a peer that is up was dialled by us. */
  readonly isOutbound: (peer: PeerId) => boolean;
  readonly list: () => readonly NodePeer[];
  /** Pings, and ends what is dead; call it about once a second. */
  readonly tick: (nowMs: number) => void;
  /** This machine slept, or its timers were held back: everybody has as long again to answer. */
  readonly forgive: (nowMs: number) => void;
  /** Says goodbye to all, synchronously as far as the streams take it. */
  readonly leave: () => void;
}

interface Peer {
  readonly id: PeerId;
  readonly hello: Hello;
  readonly sinceMs: number;
  /** greeted links, oldest first */
  readonly links: NodeLink[];
  active: NodeLink;
  lastSequence: number;
}

interface State {
  readonly options: NodePeersOptions;
  readonly peers: Map<PeerId, Peer>;
  /** links without a hello yet, and since when (ms since 1970) */
  readonly greeting: Map<NodeLink, number>;
  /** how often each peer was lost in this session */
  readonly losses: Map<PeerId, number>;
}

const isOutbound = (peer: Peer | undefined): boolean => peer?.active.connection.direction === 'outbound';

const close = (link: NodeLink): void => {
  link.connection.close().catch(() => undefined);
};

/**
 * No second node stream is opened on a connection, so without its first one it is of no use; and libp2p, which may not know
 * that it is dead (who closes a WebRTC connection is told nothing), would answer every later dial with it.
 */
const cut = ({ connection }: NodeLink, reason: string): void => {
  if (connection.status === 'open') abortConnection(connection, reason);
};

const allLinks = ({ greeting, peers }: State): readonly NodeLink[] => [
  ...greeting.keys(),
  ...[...peers.values()].flatMap((peer) => peer.links),
];

/** Both sides of a link agree on who of them dialled and whose id is lower, so they rank links alike. */
const isBetter = ({ options }: State, a: NodeLink, b: NodeLink): boolean => {
  const lowerDialled = (link: NodeLink): boolean =>
    (link.connection.direction === 'outbound') === options.self < link.peer;
  if (a.path !== b.path) return pathRank[a.path] > pathRank[b.path];
  return lowerDialled(a) || !lowerDialled(b);
};

const goUp = ({ peers, options }: State, link: NodeLink, hello: Hello): void => {
  peers.set(link.peer, { id: link.peer, hello, sinceMs: Date.now(), links: [link], active: link, lastSequence: 0 });
  options.onEvent({ type: 'peer-up', peer: link.peer, path: link.path, kind: hello.kind });
};

const noteLoss = ({ losses }: State, peer: PeerId): void => {
  const count = (losses.get(peer) ?? 0) + 1;
  losses.delete(peer);
  losses.set(peer, count);
  const [oldest] = losses.keys();
  if (losses.size > lossesMax && oldest !== undefined) losses.delete(oldest);
};

const goDown = (state: State, peer: Peer, reason: string): void => {
  const { peers, options } = state;
  if (peers.get(peer.id) !== peer) return;
  peers.delete(peer.id);
  noteLoss(state, peer.id);
  for (const link of peer.links.splice(0)) link.end(reason);
  options.onEvent({ type: 'peer-down', peer: peer.id, reason });
};

const turnAway = ({ options }: State, link: NodeLink, reason: GoodbyeReason): void => {
  link.goodbye(reason);
  close(link);
  options.onTurnedAway(link.peer, reason);
};

const activate = ({ options }: State, peer: Peer, link: NodeLink): void => {
  const before = peer.active;
  peer.active = link;
  if (before.path !== link.path) options.onEvent({ type: 'peer-path', peer: peer.id, path: link.path });
};

/** Another link to a peer that is up: the better one is used, and who dialled the worse one closes it. */
const join = (state: State, peer: Peer, link: NodeLink): void => {
  if (peer.links.length >= linksPerPeerMax) {
    link.goodbye('superseded');
    close(link);
    return;
  }
  peer.links.push(link);
  const worse = isBetter(state, link, peer.active) ? peer.active : link;
  if (worse !== link) activate(state, peer, link);
  if (worse.connection.direction === 'inbound') return;
  setTimeout(() => {
    worse.goodbye('superseded');
    close(worse);
  }, supersededAfterMs);
};

/** Whether one more peer on such a connection is one too many. */
const hasNoRoom = ({ peers }: State, { direction }: Connection): boolean => {
  let same = 0;
  for (const { active } of peers.values()) if (active.connection.direction === direction) same += 1;
  return peers.size >= peersMax || same >= (direction === 'outbound' ? outboundMax : inboundMax);
};

/** The other side lost us after it opened the links that we know: what was said on those may not have come. */
const hasLostUs = (known: Hello, hello: Hello): boolean => {
  const more = (hello.losses - known.losses + 256) % 256;
  return more > 0 && more < 128;
};

const greet = (state: State, link: NodeLink, hello: Hello): void => {
  const { options, peers, greeting } = state;
  greeting.delete(link);
  if (options.isRefused(link.peer)) {
    turnAway(state, link, 'refused');
    return;
  }
  if (!equalBytes(hello.chainId, options.ownHello.chainId)) {
    turnAway(state, link, 'other chain');
    return;
  }
  const known = peers.get(link.peer);
  const isSameSession = known !== undefined && equalBytes(known.hello.session, hello.session);
  if (isSameSession && !hasLostUs(known.hello, hello)) {
    join(state, known, link);
    return;
  }
  if (known !== undefined) {
    const reason = isSameSession ? 'it had lost us' : 'it started again';
    const gone = known.links.filter(({ connection }) => connection !== link.connection);
    goDown(state, known, reason);
    for (const one of gone) cut(one, reason);
  }
  if (hasNoRoom(state, link.connection)) {
    turnAway(state, link, 'full');
    return;
  }
  goUp(state, link, hello);
};

const sentAway = (state: State, link: NodeLink, reason: GoodbyeReason): void => {
  const why = `it said goodbye: ${reason}`;
  const peer = state.peers.get(link.peer);
  link.end(why);
  if (reason === 'superseded') return;
  if (peer !== undefined) goDown(state, peer, why);
  // Who has no room for us still tells of its neighbours, and carries our signalling to them for a while.
  if (reason !== 'full') close(link);
  state.options.onTurnedAway(link.peer, reason);
};

const takeFrame = (state: State, link: NodeLink, frame: NodeFrame): void => {
  const { options, peers } = state;
  if (frame.type === 'hello') {
    greet(state, link, frame.hello);
    return;
  }
  if (frame.type === 'goodbye') {
    sentAway(state, link, frame.reason);
    return;
  }
  const peer = peers.get(link.peer);
  if (peer?.links.includes(link) !== true) return;
  if (frame.type === 'gossip') options.onGossip(peer.id, frame.topic, frame.bytes);
  if (frame.type === 'message' && frame.sequence > peer.lastSequence) {
    peer.lastSequence = frame.sequence;
    options.onEvent({ type: 'message', peer: peer.id, bytes: frame.bytes });
  }
};

const linkEnded = (state: State, link: NodeLink, reason: string, how: LinkEnd): void => {
  state.greeting.delete(link);
  const peer = state.peers.get(link.peer);
  const at = peer?.links.indexOf(link) ?? -1;
  if (peer !== undefined && at >= 0) {
    peer.links.splice(at, 1);
    const [first, ...rest] = peer.links;
    if (first === undefined) goDown(state, peer, reason);
    else if (peer.active === link) {
      const best = rest.reduce((a, b) => (isBetter(state, b, a) ? b : a), first);
      activate(state, peer, best);
    }
  }
  if (how === 'hostile') state.options.onHostile(link.peer, reason);
  if (how === 'lost') cut(link, reason);
};

const endDead = (state: State, nowMs: number): void => {
  for (const link of allLinks(state)) {
    const isMute = (state.greeting.get(link) ?? nowMs) < nowMs - helloTimeoutMs;
    if (!isMute && !link.isDead(nowMs)) continue;
    link.end(isMute ? 'no hello came' : 'no answer');
    abortConnection(link.connection, 'no answer');
  }
};

/** Says no before anything else is said, and before anything of the other side is read. */
const refuseForRoom = ({ options }: State, stream: Stream, connection: Connection): void => {
  if (stream.writeStatus === 'writable') stream.send(encodeFrame(nodeFrameKind.goodbye, encodeGoodbye('full')));
  stream.close({ signal: AbortSignal.timeout(refusedWithinMs) }).catch(() => stream.abort(new Error('no room')));
  options.onNoRoom(connection);
};

const adopt = (state: State, stream: Stream, connection: Connection): void => {
  const peer = connection.remotePeer.toString();
  const bytes = connection.limits?.bytes;
  const isForSignalling = !isDirect(connection) && bytes !== undefined && bytes < relayedBytesMin;
  if (isForSignalling || state.greeting.size >= 2 * peersMax) {
    stream.abort(new Error('this path is for signalling'));
    return;
  }
  if (connection.direction === 'inbound' && !state.peers.has(peer) && hasNoRoom(state, connection)) {
    refuseForRoom(state, stream, connection);
    return;
  }
  const link = createNodeLink(stream, connection, {
    ownHello: { ...state.options.ownHello, losses: state.losses.get(peer) ?? 0 },
    onFrame: (from, frame) => takeFrame(state, from, frame),
    onEnd: (from, reason, how) => linkEnded(state, from, reason, how),
  });
  state.greeting.set(link, Date.now());
};

const drop = (state: State, id: PeerId, reason: GoodbyeReason, why: string): void => {
  const peer = state.peers.get(id);
  if (peer === undefined) return;
  for (const link of [...peer.links]) {
    link.goodbye(reason);
    close(link);
  }
  goDown(state, peer, why);
};

export const createNodePeers = (options: NodePeersOptions): NodePeers => {
  const state: State = { options, peers: new Map(), greeting: new Map(), losses: new Map() };
  const { peers } = state;
  let sequence = 0;
  return {
    adopt: (stream, connection) => adopt(state, stream, connection),
    send: (id, bytes) => {
      if (bytes.length > nodeMessageBytesMax) {
        throw new RangeError(`a message of ${bytes.length} bytes; the limit is 1 MiB`);
      }
      sequence += 1;
      peers.get(id)?.active.sendMessage(sequence, bytes);
    },
    sendGossip: (id, topic, bytes) => peers.get(id)?.active.sendGossip(topic, bytes),
    drop: (id, reason, why) => drop(state, id, reason, why),
    isUp: (id) => peers.has(id),
    isOutbound: (id) => isOutbound(peers.get(id)),
    list: () =>
      [...peers.values()].map((peer) => ({
        ...{ id: peer.id, kind: peer.hello.kind, agent: peer.hello.agent, path: peer.active.path },
        ...{ isOutbound: isOutbound(peer), rttMs: peer.active.rttMs(), since: peer.sinceMs },
        ...{ clockOffsetMs: peer.active.clockOffsetMs(), silentMs: peer.active.silentMs(Date.now()) },
      })),
    tick: (nowMs) => endDead(state, nowMs),
    forgive: (nowMs) => {
      for (const link of allLinks(state)) link.forgive(nowMs);
      for (const link of state.greeting.keys()) state.greeting.set(link, nowMs);
    },
    leave: () => {
      for (const link of allLinks(state)) link.goodbye('leaving');
    },
  };
};
