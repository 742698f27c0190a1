// The Bitswap streams to and from the peers we are connected to: one outgoing stream a peer, opened when there is something
// to say and closed when there has been nothing for a while; incoming ones are read within what the peer may send just then.
// Over a circuit that carries the peer's node stream it goes at 64 KiB/s, as fast as those do.
// Bounds: 64 KiB a message unless blocks are expected of the peer; small messages 256 KiB/s a peer; 4 incoming streams a
// connection; 2 MiB waiting to be sent.

import type { Connection, Libp2p, Stream } from '@libp2p/interface';
import { peerIdFromString } from '@libp2p/peer-id';
import type { PeerId } from '../core/node/ports.ts';
import { createTokenBucket, type TokenBucket } from '../p2p/index.ts';
import { type BitswapMessage, decodeBitswap, encodeBitswap } from './bitswap-message.ts';
import { blockBytesMax } from './block-shelf.ts';
import { createMessageReader } from './message-reader.ts';

export const bitswapProtocol = '/ipfs/bitswap/1.2.0';

const smallMessageMax = 65_536;
/** What other Bitswap nodes put in one message: 4 MiB, and what stands around it. */
const blockMessageMax = 2 * blockBytesMax + smallMessageMax;
export const smallLimits = { capacity: 1_048_576, perSecond: 262_144 };
const relayedLimits = { capacity: 65_536, perSecond: 65_536 };
const relayedPieceBytes = 16_384;
const streamTimeoutMs = 8_000;
const drainTimeoutMs = 30_000;
const idleMs = 4_000;
const incomingMax = 4;

export type LinesLibp2p = Pick<
  Libp2p,
  'handle' | 'unhandle' | 'getConnections' | 'addEventListener' | 'removeEventListener'
>;

export interface PeerLinesOptions {
  readonly libp2p: LinesLibp2p;
  /** Whether the peer may be sending blocks. */
  readonly expectsBlocks: (peer: PeerId) => boolean;
  readonly onMessage: (peer: PeerId, message: BitswapMessage) => void;
  /** Some bytes of a message came. */
  readonly onBytes: (peer: PeerId) => void;
  readonly onHostile: (peer: PeerId, reason: string) => void;
}

export interface PeerLines {
  /** Resolves when the stream has taken it; rejects when there is no way to the peer. One after the other. */
  readonly send: (peer: PeerId, message: Partial<BitswapMessage>) => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Line {
  readonly peer: PeerId;
  readonly small: TokenBucket;
  readonly relayed: TokenBucket;
  stream: Stream | undefined;
  isRelayed: boolean;
  last: Promise<void>;
  sending: number;
  idle: ReturnType<typeof setTimeout> | undefined;
}

const nodeProtocolForm = /^\/tabchain\/node\//;

const carriesNode = ({ streams }: Connection): boolean =>
  streams.some(({ protocol }) => nodeProtocolForm.test(protocol));

/** A direct connection, else a circuit that lives on because the node's own stream is on it. */
const wayTo = (libp2p: LinesLibp2p, peer: PeerId): Connection | undefined => {
  const open = libp2p.getConnections(peerIdFromString(peer)).filter(({ status }) => status === 'open');
  return open.find(({ limits }) => limits === undefined) ?? open.find(carriesNode);
};

const pause = async (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

const openStream = async (line: Line, libp2p: LinesLibp2p): Promise<Stream> => {
  const { stream } = line;
  if (stream?.status === 'open' && stream.writeStatus === 'writable') return stream;
  const way = wayTo(libp2p, line.peer);
  if (way === undefined) throw new Error('not connected');
  const signal = AbortSignal.timeout(streamTimeoutMs);
  const opened = await way.newStream(bitswapProtocol, { signal, runOnLimitedConnection: true });
  void opened.closeRead({ signal }).catch(() => undefined);
  line.stream = opened;
  line.isRelayed = way.limits !== undefined;
  return opened;
};

const write = async (line: Line, stream: Stream, bytes: Uint8Array): Promise<void> => {
  const step = line.isRelayed ? relayedPieceBytes : bytes.length;
  for (let at = 0; at < bytes.length; at += step) {
    const piece = bytes.subarray(at, at + step);
    while (line.isRelayed && !line.relayed.take(piece.length, Date.now())) {
      await pause(line.relayed.waitMs(piece.length, Date.now()));
    }
    if (!stream.send(piece)) await stream.onDrain({ signal: AbortSignal.timeout(drainTimeoutMs) });
  }
};

const closeIdle = (line: Line): void => {
  clearTimeout(line.idle);
  line.idle = setTimeout(() => {
    const { stream } = line;
    if (line.sending > 0) return;
    line.stream = undefined;
    stream?.close().catch(() => stream.abort(new Error('idle')));
  }, idleMs);
};

const sendOn = async (line: Line, libp2p: LinesLibp2p, message: Partial<BitswapMessage>): Promise<void> => {
  const { wants = [], full = false, blocks = [], presences = [] } = message;
  try {
    await write(line, await openStream(line, libp2p), encodeBitswap({ wants, full, blocks, presences }));
  } catch (cause) {
    line.stream?.abort(cause instanceof Error ? cause : new Error(String(cause)));
    line.stream = undefined;
    throw cause;
  } finally {
    line.sending -= 1;
    if (line.sending === 0) closeIdle(line);
  }
};

const receive = (line: Line, stream: Stream, options: PeerLinesOptions): void => {
  const { peer } = line;
  const refuse = (reason: string): void => {
    stream.abort(new Error(reason));
    options.onHostile(peer, reason);
  };
  let over = false;
  const isOver = (): boolean => over;
  const reader = createMessageReader(
    () => (options.expectsBlocks(peer) ? blockMessageMax : smallMessageMax),
    (body) => {
      if (over) return;
      const message = decodeBitswap(body);
      if (!message.ok) {
        over = true;
        refuse(`broken bitswap message: ${message.error.type}`);
      } else {
        options.onMessage(peer, message.value);
      }
    },
  );
  stream.addEventListener('message', ({ data }) => {
    if (over) return;
    const bytes = data.subarray();
    options.onBytes(peer);
    if (!options.expectsBlocks(peer) && !line.small.take(bytes.length, Date.now())) {
      over = true;
      refuse('wants more than anybody can');
      return;
    }
    const fault = reader.push(bytes);
    if (fault === undefined || isOver()) return;
    over = true;
    refuse(`bitswap: ${fault}`);
  });
  stream.addEventListener('remoteCloseWrite', () => {
    over = true;
    stream.close().catch(() => stream.abort(new Error('closed')));
  });
  // our half says nothing
  stream.close({ signal: AbortSignal.timeout(streamTimeoutMs) }).catch(() => undefined);
};

export const openPeerLines = async (options: PeerLinesOptions): Promise<PeerLines> => {
  const { libp2p } = options;
  const lines = new Map<PeerId, Line>();
  const lineOf = (peer: PeerId): Line => {
    const known = lines.get(peer);
    if (known !== undefined) return known;
    for (const [id, { sending }] of lines) {
      if (sending === 0 && wayTo(libp2p, id) === undefined) lines.delete(id);
    }
    const now = Date.now();
    const line: Line = {
      ...{ peer, small: createTokenBucket(smallLimits, now), relayed: createTokenBucket(relayedLimits, now) },
      ...{ stream: undefined, isRelayed: false, last: Promise.resolve(), sending: 0, idle: undefined },
    };
    lines.set(peer, line);
    return line;
  };
  await libp2p.handle(
    bitswapProtocol,
    (stream, connection) => {
      receive(lineOf(connection.remotePeer.toString()), stream, options);
    },
    { runOnLimitedConnection: true, maxInboundStreams: incomingMax },
  );
  return {
    send: (peer, message) => {
      const line = lineOf(peer);
      line.sending += 1;
      clearTimeout(line.idle);
      const sent = line.last.then(() => sendOn(line, libp2p, message));
      line.last = sent.catch(() => undefined);
      return sent;
    },
    stop: async () => {
      await libp2p.unhandle(bitswapProtocol);
      for (const { stream, idle } of lines.values()) {
        clearTimeout(idle);
        stream?.abort(new Error('stopped'));
      }
    },
  };
};
