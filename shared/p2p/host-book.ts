// What a host writes in its book of peers and what it takes from it at its start: whom it reached and stayed linked to,
// whom it could not reach, which two links are its anchors. Bounds: the book's; a write at most every two seconds.

import type { PeerId } from '../core/node/ports.ts';
import { describe, type HostParts } from './host-parts.ts';
import type { NodePeers } from './node-peers.ts';
import type { BookEntry } from './peer-book.ts';

/** A peer that greets and goes is nobody to remember. */
const metAfterMs = 5_000;
const saveEveryMs = 2_000;
/** Relays and terminal nodes of the book that are dialled for ever, beside those that the network names. */
const keptMax = 8;

export interface HostBook {
  /** Looks at the links of now; call it about once a second. */
  readonly tick: (peers: NodePeers, nowMs: number) => void;
  /** A dial to the peer failed. */
  readonly failed: (peer: PeerId, nowMs: number) => void;
  /** Dials from the book: relays and terminal nodes for ever, others when they are wanted. */
  readonly recall: (nowMs: number) => void;
}

export const createHostBook = (parts: HostParts): HostBook => {
  const { book, keeper, dials, told, options } = parts;
  let isChanged = false;
  let savedAtMs = -Infinity;

  const save = (nowMs: number): void => {
    if (!isChanged || nowMs - savedAtMs < saveEveryMs) return;
    isChanged = false;
    savedAtMs = nowMs;
    options.book?.save(book.encode()).catch((error: unknown) => {
      parts.log({ level: 'warning', what: 'the book of peers could not be saved', fault: describe(error) });
    });
  };
  const note = (changed: boolean): void => {
    isChanged ||= changed;
  };

  const notePeers = (peers: NodePeers, nowMs: number): void => {
    const staying = peers.list().filter(({ isOutbound, since }) => isOutbound && since <= nowMs - metAfterMs);
    const entries = staying.map(({ id, kind }): BookEntry => ({
      ...{ peerId: id, kind, addresses: told.get(id)?.addresses ?? [] },
      introducer: dials.introducerOf(id),
    }));
    for (const entry of entries) {
      const namedByRelay = entry.introducer !== undefined && keeper.isRelay(entry.introducer);
      note(book.met({ ...entry, namedByRelay }, nowMs));
    }
    // A network that is gone for the moment leaves its anchors in the book.
    const anchors = dials.anchors().flatMap((peer) => entries.find(({ peerId }) => peerId === peer) ?? []);
    if (anchors.length > 0) note(book.setAnchors(anchors, nowMs));
  };
  const noteRelays = (peers: NodePeers, nowMs: number): void => {
    for (const { peerId, addresses, connected } of keeper.list()) {
      if (!connected || peers.isUp(peerId)) continue;
      note(book.met({ peerId, kind: 'relay', addresses, introducer: undefined, namedByRelay: true }, nowMs));
    }
  };
  const noteNamed = (nowMs: number): void => {
    for (const { peer: peerId, kind, addresses } of told.values()) {
      if (kind === 'terminal') note(book.heard({ peerId, kind, addresses, introducer: undefined }, nowMs));
    }
  };

  return {
    tick: (peers, nowMs) => {
      notePeers(peers, nowMs);
      noteRelays(peers, nowMs);
      noteNamed(nowMs);
      save(nowMs);
    },
    failed: (peer, nowMs) => note(book.failed(peer, nowMs)),
    recall: (nowMs) => {
      const all = book.list();
      const isKept = (kind: BookEntry['kind']): boolean =>
        kind === 'relay' || (kind === 'terminal' && options.hideAddress !== true);
      const kept = all.filter(({ kind, metAt }) => isKept(kind) && metAt > 0).slice(0, keptMax);
      keeper.add(kept.flatMap(({ addresses }) => addresses));
      const others = all.filter((record) => !kept.includes(record));
      dials.remember(
        others.map(({ peerId, kind, addresses, metAt, isAnchor }) => ({
          ...{ peer: peerId, kind, addresses, isAnchor },
          metAtMs: metAt === 0 ? undefined : metAt,
        })),
        nowMs,
      );
    },
  };
};
