// Blocks from and to the peers of the network that we are connected to, and nobody else: Bitswap with bounds of its own.
// Every block that comes is hashed before it is believed; bytes that nobody asked for, or that are not those of the CID,
// are dropped, their sender is asked for nothing any more, and the third time it is refused altogether.
// Owns: the lines to peers and one timer while something is wanted.

import { toHex } from '../core/bytes/index.ts';
import { readCid } from '../core/model/index.ts';
import type { PeerId } from '../core/node/ports.ts';
import type { BitswapMessage, SentBlock } from './bitswap-message.ts';
import type { BlockKey, BlockShelf } from './block-shelf.ts';
import { sha256 } from './digest.ts';
import { filesFault } from './files-fault.ts';
import { createHolderTable, type HolderTable } from './holder-table.ts';
import { type LinesLibp2p, openPeerLines, type PeerLines } from './peer-lines.ts';
import { createServing, type Serving } from './serving.ts';
import { createWants, type Wants } from './wants.ts';

const pumpEveryMs = 250;
/** Of −100, at which a peer is refused. */
const wrongBytesPoints = 34;
const brokenPoints = 100;

export interface BlockExchangeOptions {
  readonly libp2p: LinesLibp2p;
  readonly shelf: Pick<BlockShelf, 'has' | 'get'>;
  /** peers of the network that are connected now */
  readonly peers: () => readonly PeerId[];
  readonly penalise: (peer: PeerId, points: number, reason: string) => void;
  /** somebody was heard to hold a file */
  readonly onHolder: (root: BlockKey, nowMs: number) => void;
}

export interface BlockWish {
  /** the key of the file it belongs to */
  readonly root: BlockKey;
  readonly signal: AbortSignal;
  /** Somebody waits to see it, so that it comes before what is merely kept. */
  readonly isLookedAt: boolean;
}

export interface BlockExchange {
  /** The block, checked; waits for a holder until the signal ends it. */
  readonly fetch: (cid: Uint8Array, wish: BlockWish) => Promise<Uint8Array<ArrayBuffer>>;
  readonly probe: (cid: Uint8Array, root: BlockKey) => void;
  /** A block is here now. */
  readonly arrived: (key: BlockKey) => void;
  readonly holders: HolderTable;
  readonly meter: () => {
    /** blocks that were not what anybody wanted */
    readonly dropped: number;
    readonly servedBytes: number;
    readonly wants: number;
  };
  /** wants that are kept of a peer */
  readonly wantsOf: (peer: PeerId) => number;
  readonly stop: () => Promise<void>;
}

interface Exchange {
  readonly options: BlockExchangeOptions;
  readonly wants: Wants;
  readonly serving: Serving;
  readonly holders: HolderTable;
  lines: PeerLines | undefined;
  dropped: number;
}

const keyOfCid = (cid: Uint8Array): BlockKey | undefined => {
  const read = readCid(cid);
  return read.ok && read.value.digest.length === 32 ? toHex(read.value.digest) : undefined;
};

const distrust = (exchange: Exchange, peer: PeerId, reason: string): void => {
  exchange.dropped += 1;
  exchange.wants.distrust(peer, Date.now());
  exchange.options.penalise(peer, wrongBytesPoints, reason);
};

const takeBlock = async (exchange: Exchange, peer: PeerId, { data }: SentBlock): Promise<void> => {
  if (!exchange.wants.expects(peer, Date.now())) {
    distrust(exchange, peer, 'sent a block that nobody asked for');
    return;
  }
  // A buffer of its own: what is kept must not hold the whole message.
  const bytes = data.byteLength === data.buffer.byteLength ? data : data.slice();
  const arrival = exchange.wants.arrived(peer, toHex(await sha256(bytes)), bytes, Date.now());
  if (arrival === 'unasked') distrust(exchange, peer, 'sent other bytes than those of the content id');
};

const receive = (exchange: Exchange, peer: PeerId, { wants, full, blocks, presences }: BitswapMessage): void => {
  exchange.serving.take(peer, wants, full);
  for (const block of blocks) void takeBlock(exchange, peer, block);
  for (const { cid, has } of presences) {
    const key = keyOfCid(cid);
    if (key !== undefined) exchange.wants.presence(peer, key, has, Date.now());
  }
  if (blocks.length + presences.length > 0) exchange.wants.pump(Date.now());
};

const fetchBlock = async (
  { wants }: Exchange,
  cid: Uint8Array,
  { root, signal, isLookedAt }: BlockWish,
): Promise<Uint8Array<ArrayBuffer>> => {
  signal.throwIfAborted();
  const key = keyOfCid(cid);
  if (key === undefined) throw filesFault('content-refused', 'a link to something else than SHA-256 blocks');
  const { promise, end } = wants.want({ key, cid, root, isLookedAt }, Date.now());
  const stop = (): void => end(signal.reason instanceof Error ? signal.reason : new Error('ended'));
  signal.addEventListener('abort', stop);
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', stop);
  }
};

export const openBlockExchange = async (options: BlockExchangeOptions): Promise<BlockExchange> => {
  const holders = createHolderTable(options.onHolder);
  const send = async (peer: PeerId, message: Partial<BitswapMessage>): Promise<void> => {
    if (exchange.lines === undefined) throw new Error('not open');
    await exchange.lines.send(peer, message);
  };
  const exchange: Exchange = {
    ...{ options, holders, lines: undefined, dropped: 0 },
    serving: createServing({ shelf: options.shelf, send }),
    wants: createWants({
      ...{ holders, peers: options.peers },
      // A peer that cannot be reached is found out by the want's own stall.
      send: (peer, wants) => void send(peer, { wants }).catch(() => undefined),
    }),
  };
  const { wants, serving } = exchange;
  exchange.lines = await openPeerLines({
    libp2p: options.libp2p,
    expectsBlocks: (peer) => wants.expects(peer, Date.now()),
    onBytes: (peer) => wants.heard(peer, Date.now()),
    onMessage: (peer, message) => receive(exchange, peer, message),
    onHostile: (peer, reason) => {
      exchange.dropped += 1;
      serving.gone(peer);
      options.penalise(peer, brokenPoints, reason);
    },
  });
  const forget = ({ detail }: CustomEvent<{ toString: () => string }>): void => serving.gone(detail.toString());
  options.libp2p.addEventListener('peer:disconnect', forget);
  const pumping = setInterval(() => {
    if (wants.count() > 0) wants.pump(Date.now());
  }, pumpEveryMs);
  return {
    fetch: (cid, wish) => fetchBlock(exchange, cid, wish),
    probe: (cid, root) => {
      const key = keyOfCid(cid);
      if (key !== undefined) wants.probe(cid, key, root, Date.now());
    },
    arrived: serving.arrived,
    holders,
    meter: () => ({ dropped: exchange.dropped, servedBytes: serving.served(), wants: wants.count() }),
    wantsOf: serving.wantsOf,
    stop: async () => {
      clearInterval(pumping);
      options.libp2p.removeEventListener('peer:disconnect', forget);
      await exchange.lines?.stop();
    },
  };
};
