// What we want of other nodes: each block is asked of one peer at a time, of whom it is known or likely that it has it; whoever
// holds the root of a file is asked for its parts. Where nobody is known, all peers are asked whether they have it, and
// again as new ones come, for as long as somebody waits: a want ends with its block or with its last waiter. What somebody
// looks at comes first: all else is asked of a peer only where fewer than four blocks are under way then.
// Pure but for its callbacks: time is an argument. Bounds: 16 blocks under way a peer, 1,024 wants.

import type { PeerId } from '../core/node/ports.ts';
import type { WantEntry } from './bitswap-message.ts';
import type { BlockKey } from './block-shelf.ts';
import type { HolderTable } from './holder-table.ts';

const inFlightPerPeer = 16;
/** for what nobody looks at, while somebody looks at something */
const besidesPerPeer = 4;
/** A player asks for the next stretch when it has played some of the last. */
const lookedAtForMs = 2_000;
const wantsMax = 1_024;
/** With nothing heard of a peer for so long, its wants are given to others. */
const stallMs = 12_000;
const refusedForMs = 15_000;
const hostileForMs = 600_000;
const askAgainMs = 30_000;
const recentMax = 256;

export interface WantsOptions {
  readonly holders: HolderTable;
  readonly peers: () => readonly PeerId[];
  readonly send: (peer: PeerId, wants: readonly WantEntry[]) => void;
}

/** What a block that came is to us. */
export type Arrival = 'wanted' | 'late' | 'unasked';

export interface Wants {
  readonly want: (
    block: {
      readonly key: BlockKey;
      readonly cid: Uint8Array;
      readonly root: string;
      /** somebody waits to see it */
      readonly isLookedAt: boolean;
    },
    nowMs: number,
  ) => { readonly promise: Promise<Uint8Array<ArrayBuffer>>; readonly end: (cause: Error) => void };
  /** Asks who has a file, without wanting it. */
  readonly probe: (cid: Uint8Array, key: BlockKey, root: string, nowMs: number) => void;
  readonly arrived: (peer: PeerId, key: BlockKey, bytes: Uint8Array<ArrayBuffer>, nowMs: number) => Arrival;
  readonly presence: (peer: PeerId, key: BlockKey, has: boolean, nowMs: number) => void;
  /** The peer sent what nobody asked for: it is asked for nothing any more. */
  readonly distrust: (peer: PeerId, nowMs: number) => void;
  /** Anything was heard of the peer: it is not stalled. */
  readonly heard: (peer: PeerId, nowMs: number) => void;
  /** Whether the peer may be sending what we asked it for. */
  readonly expects: (peer: PeerId, nowMs: number) => boolean;
  /** Gives out what is due; call it a few times a second while there are wants. */
  readonly pump: (nowMs: number) => void;
  readonly count: () => number;
}

interface Want {
  readonly key: BlockKey;
  readonly cid: Uint8Array;
  readonly root: string;
  readonly waiters: Set<{
    readonly resolve: (bytes: Uint8Array<ArrayBuffer>) => void;
    readonly reject: (cause: Error) => void;
  }>;
  asked: { readonly peer: PeerId; readonly atMs: number } | undefined;
  isLookedAt: boolean;
  readonly refusedUntil: Map<PeerId, number>;
  /** peers that were asked whether they have it, and when */
  readonly toldAt: Map<PeerId, number>;
}

interface Line {
  inFlight: number;
  heardAtMs: number;
  askedAtMs: number;
  hostileUntilMs: number;
  /** blocks that it was asked for and that came, or were given up: they may come late */
  readonly recent: Set<BlockKey>;
}

interface Book {
  readonly options: WantsOptions;
  readonly wants: Map<BlockKey, Want>;
  readonly probes: Map<BlockKey, { readonly root: string; readonly untilMs: number }>;
  readonly lines: Map<PeerId, Line>;
  lookedAtUntilMs: number;
}

const lateForMs = 60_000;

const lineOf = ({ lines }: Book, peer: PeerId): Line => {
  const known = lines.get(peer);
  if (known !== undefined) return known;
  const line = { inFlight: 0, heardAtMs: 0, askedAtMs: 0, hostileUntilMs: 0, recent: new Set<BlockKey>() };
  lines.set(peer, line);
  return line;
};

const release = (book: Book, want: Want): void => {
  if (want.asked === undefined) return;
  const line = lineOf(book, want.asked.peer);
  line.inFlight -= 1;
  line.recent.add(want.key);
  const [oldest] = line.recent;
  if (line.recent.size > recentMax && oldest !== undefined) line.recent.delete(oldest);
  want.asked = undefined;
};

const isStalled = (book: Book, { asked }: Want, nowMs: number): boolean =>
  asked !== undefined && nowMs - Math.max(asked.atMs, lineOf(book, asked.peer).heardAtMs) > stallMs;

/** How many blocks may be under way at a peer for this one to be asked of it too. */
const placesFor = (book: Book, { isLookedAt }: Want, nowMs: number): number =>
  isLookedAt || book.lookedAtUntilMs < nowMs ? inFlightPerPeer : besidesPerPeer;

/** Of those who are known to hold the file and may be asked, the one with the least to do. */
const bestHolder = (book: Book, want: Want, peers: ReadonlySet<PeerId>, nowMs: number): PeerId | undefined => {
  let best: PeerId | undefined;
  for (const peer of book.options.holders.holdersOf(want.root)) {
    if (!peers.has(peer) || (want.refusedUntil.get(peer) ?? 0) > nowMs) continue;
    const { inFlight, hostileUntilMs } = lineOf(book, peer);
    if (hostileUntilMs > nowMs || inFlight >= placesFor(book, want, nowMs)) continue;
    if (best === undefined || inFlight < lineOf(book, best).inFlight) best = peer;
  }
  return best;
};

const entry = (want: { readonly cid: Uint8Array }, onlyHave: boolean, cancel = false): WantEntry => ({
  ...{ cid: want.cid, onlyHave, cancel, sendDontHave: !cancel },
});

const hasBusyHolder = (book: Book, want: Want, peers: ReadonlySet<PeerId>, nowMs: number): boolean =>
  book.options.holders
    .holdersOf(want.root)
    .filter((peer) => peers.has(peer) && (want.refusedUntil.get(peer) ?? 0) <= nowMs)
    .some((peer) => lineOf(book, peer).inFlight >= placesFor(book, want, nowMs));

/** Takes back what nobody looks at, all but a few a peer, the oldest; it is asked for again when there are places. */
const giveWay = (book: Book): void => {
  const left = new Map<PeerId, number>();
  for (const want of book.wants.values()) {
    const { asked, isLookedAt } = want;
    if (asked === undefined || isLookedAt) continue;
    const count = (left.get(asked.peer) ?? 0) + 1;
    left.set(asked.peer, count);
    if (count <= besidesPerPeer) continue;
    release(book, want);
    book.options.send(asked.peer, [entry(want, false, true)]);
  }
};

const pump = (book: Book, nowMs: number): void => {
  const { options, wants, probes } = book;
  const peers = new Set(options.peers());
  const messages = new Map<PeerId, WantEntry[]>();
  const add = (peer: PeerId, one: WantEntry): void => {
    const list = messages.get(peer) ?? [];
    messages.set(peer, list);
    if (list.length < wantsMax) list.push(one);
  };
  for (const [key, { untilMs }] of probes) if (untilMs < nowMs) probes.delete(key);
  const lookedAt = [...wants.values()].filter(({ isLookedAt }) => isLookedAt);
  if (lookedAt.length > 0) book.lookedAtUntilMs = nowMs + lookedAtForMs;
  for (const want of new Set([...lookedAt, ...wants.values()])) {
    if (want.asked !== undefined && (!peers.has(want.asked.peer) || isStalled(book, want, nowMs))) {
      want.refusedUntil.set(want.asked.peer, nowMs + refusedForMs);
      release(book, want);
    }
    if (want.asked !== undefined) continue;
    const peer = bestHolder(book, want, peers, nowMs);
    if (peer !== undefined) {
      const line = lineOf(book, peer);
      line.inFlight += 1;
      line.askedAtMs = nowMs;
      want.asked = { peer, atMs: nowMs };
      add(peer, entry(want, false));
      continue;
    }
    if (hasBusyHolder(book, want, peers, nowMs)) continue; // soon free
    for (const other of peers) {
      if (nowMs - (want.toldAt.get(other) ?? -Infinity) < askAgainMs) continue;
      want.toldAt.set(other, nowMs);
      lineOf(book, other).askedAtMs = nowMs;
      add(other, entry(want, true));
    }
  }
  for (const [peer, list] of messages) options.send(peer, list);
};

const removeWant = (book: Book, want: Want): void => {
  const { asked, toldAt } = want;
  release(book, want);
  book.wants.delete(want.key);
  const peers = new Set([...toldAt.keys(), ...(asked === undefined ? [] : [asked.peer])]);
  const connected = new Set(book.options.peers());
  for (const peer of peers) if (connected.has(peer)) book.options.send(peer, [entry(want, false, true)]);
};

const addWaiter = (book: Book, want: Want): ReturnType<Wants['want']> => {
  let end: (cause: Error) => void = () => undefined;
  const promise = new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
    const waiter = { resolve, reject };
    want.waiters.add(waiter);
    end = (cause) => {
      want.waiters.delete(waiter);
      reject(cause);
      if (want.waiters.size === 0 && book.wants.get(want.key) === want) removeWant(book, want);
    };
  });
  return { promise, end };
};

const arrived = (book: Book, peer: PeerId, key: BlockKey, bytes: Uint8Array<ArrayBuffer>, nowMs: number): Arrival => {
  const want = book.wants.get(key);
  if (want === undefined) return lineOf(book, peer).recent.has(key) ? 'late' : 'unasked';
  book.options.holders.note(want.root, peer, nowMs);
  book.wants.delete(key);
  const { asked } = want;
  release(book, want);
  if (asked !== undefined && asked.peer !== peer) book.options.send(asked.peer, [entry(want, false, true)]);
  for (const { resolve } of want.waiters) resolve(bytes);
  return 'wanted';
};

const presence = (book: Book, peer: PeerId, key: BlockKey, has: boolean, nowMs: number): void => {
  const want = book.wants.get(key);
  const root = want?.root ?? book.probes.get(key)?.root;
  if (root === undefined) return;
  if (has) book.options.holders.note(root, peer, nowMs);
  else if (want === undefined || want.key === root) book.options.holders.lacks(root, peer);
  if (want === undefined) return;
  if (has) want.refusedUntil.delete(peer);
  else {
    want.refusedUntil.set(peer, nowMs + refusedForMs);
    if (want.asked?.peer === peer) release(book, want);
  }
};

export const createWants = (options: WantsOptions): Wants => {
  const book: Book = { options, wants: new Map(), probes: new Map(), lines: new Map(), lookedAtUntilMs: -Infinity };
  return {
    want: ({ key, cid, root, isLookedAt }, nowMs) => {
      const known = book.wants.get(key);
      if (isLookedAt) giveWay(book);
      if (known !== undefined) {
        known.isLookedAt ||= isLookedAt;
        if (isLookedAt) pump(book, nowMs);
        return addWaiter(book, known);
      }
      const want: Want = {
        ...{ key, cid, root, isLookedAt, waiters: new Set(), asked: undefined },
        ...{ refusedUntil: new Map(), toldAt: new Map() },
      };
      if (book.wants.size < wantsMax) book.wants.set(key, want);
      const waiting = addWaiter(book, want);
      if (book.wants.get(key) !== want) waiting.end(new Error('more is wanted than can be asked for'));
      else pump(book, nowMs);
      return waiting;
    },
    probe: (cid, key, root, nowMs) => {
      if (book.probes.size >= wantsMax) return;
      book.probes.set(key, { root, untilMs: nowMs + askAgainMs });
      for (const peer of options.peers()) options.send(peer, [entry({ cid }, true)]);
    },
    arrived: (peer, key, bytes, nowMs) => arrived(book, peer, key, bytes, nowMs),
    presence: (peer, key, has, nowMs) => presence(book, peer, key, has, nowMs),
    distrust: (peer, nowMs) => {
      lineOf(book, peer).hostileUntilMs = nowMs + hostileForMs;
      for (const want of book.wants.values()) if (want.asked?.peer === peer) release(book, want);
    },
    heard: (peer, nowMs) => {
      lineOf(book, peer).heardAtMs = nowMs;
    },
    expects: (peer, nowMs) => {
      const { inFlight, askedAtMs } = lineOf(book, peer);
      return inFlight > 0 || (askedAtMs > 0 && nowMs - askedAtMs < lateForMs);
    },
    pump: (nowMs) => {
      pump(book, nowMs);
      // lines of peers that are gone and owe nothing
      const peers = new Set(options.peers());
      for (const [peer, line] of book.lines) {
        if (!peers.has(peer) && line.inFlight <= 0 && line.hostileUntilMs < nowMs) book.lines.delete(peer);
      }
    },
    count: () => book.wants.size,
  };
};
