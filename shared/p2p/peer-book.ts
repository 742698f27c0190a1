// The book of peers that outlives a restart, so that a node finds its network again when the server that it came from is
// gone, and finds the same network when strangers crowd in. Pure: time is an argument.
// It has two halves (after Heilman et al., "Eclipse Attacks on Bitcoin's Peer-to-Peer Network", 2015): the *met*, whom
// this node reached itself, and the *heard of*, terminal nodes that somebody named. Whom we met is replaced only after
// failing ten times, never by a newcomer; and in both halves an introducer has a limited number of places, in which it can only
// push out its own.
// Bounds: 64 met and two anchors, 16 of one neighbour's naming; 128 heard of, 16 of one introducer's naming; 4 addresses each.

import type { PeerId, PeerKind } from '../core/node/ports.ts';
import { bookAddresses, type BookRecord, decodeBook, encodeBook } from './book-record.ts';
import { peerIdToKey } from './exchange-codec.ts';

/** Where the book's bytes are kept between visits. */
export interface BookStore {
  readonly load: () => Promise<Uint8Array | undefined>;
  readonly save: (bytes: Uint8Array) => Promise<void>;
}

export interface BookEntry {
  readonly peerId: PeerId;
  readonly kind: PeerKind;
  readonly addresses: readonly string[];
  readonly introducer: PeerId | undefined;
}

/** Each call that changes something tells whether it is worth a write. */
export interface PeerBook {
  /** Somebody named it, or it came to us. */
  readonly heard: (entry: BookEntry, nowMs: number) => boolean;
  /** We reached it. A relay names all there are, so its namings are not limited as a neighbour's are. */
  readonly met: (entry: BookEntry & { readonly namedByRelay: boolean }, nowMs: number) => boolean;
  /** We tried and did not reach it. */
  readonly failed: (peer: PeerId, nowMs: number) => boolean;
  /** These two are dialled first after a restart; they have a place even where there is no room. */
  readonly setAnchors: (anchors: readonly BookEntry[], nowMs: number) => boolean;
  readonly list: () => readonly BookRecord[];
  readonly encode: () => Uint8Array;
}

const metMax = 64;
const anchorsMax = 2;
const metPerNeighbourMax = 16;
const heardMax = 128;
const heardPerIntroducerMax = 16;
/** Being seen again is worth a write once an hour. */
const lastSeenStepMs = 3_600_000;
/** A tab is closed more often than not: only who is away ten times in turn makes room for somebody else. */
const goneAfterFails = 10;
/** Failures within ten minutes are one absence. */
const failStepMs = 600_000;

type Records = Map<PeerId, BookRecord>;

const oldest = (records: readonly BookRecord[]): BookRecord | undefined =>
  records.reduce<BookRecord | undefined>((a, b) => (a === undefined || b.lastSeen < a.lastSeen ? b : a), undefined);

const metOf = (records: Records): readonly BookRecord[] => [...records.values()].filter(({ metAt }) => metAt > 0);

/** Makes room for one more that we met; false when there is none to be had. */
const makeRoomToMeet = (records: Records, introducer: PeerId | undefined, namedByRelay: boolean): boolean => {
  const met = metOf(records);
  const ofSame = met.filter((record) => record.introducer === introducer);
  const isCrowd = !namedByRelay && introducer !== undefined && ofSame.length >= metPerNeighbourMax;
  if (!isCrowd && met.length < metMax) return true;
  const gone = oldest((isCrowd ? ofSame : met).filter(({ isAnchor, fails }) => !isAnchor && fails >= goneAfterFails));
  return gone !== undefined && records.delete(gone.peerId);
};

const makeRoomToHear = (records: Records, introducer: PeerId | undefined): void => {
  const heard = [...records.values()].filter(({ metAt }) => metAt === 0);
  const ofSame = heard.filter((record) => record.introducer === introducer);
  const gone = ofSame.length >= heardPerIntroducerMax ? oldest(ofSame) : undefined;
  const other = heard.length >= heardMax && gone === undefined ? oldest(heard) : undefined;
  for (const one of [gone, other]) if (one !== undefined) records.delete(one.peerId);
};

const heard = (records: Records, entry: BookEntry, nowMs: number): boolean => {
  const addresses = bookAddresses(entry.addresses);
  const before = records.get(entry.peerId);
  // without an address and never reached, there is nothing to try
  if ((addresses.length === 0 && before === undefined) || peerIdToKey(entry.peerId) === undefined) return false;
  if (before !== undefined) {
    // only a peer itself says that it has moved
    if (entry.introducer !== undefined) return false;
    const isSame = before.addresses.join(' ') === addresses.join(' ');
    if (isSame && nowMs - before.lastSeen < lastSeenStepMs) return false;
    records.set(entry.peerId, { ...before, addresses, lastSeen: nowMs });
    return true;
  }
  makeRoomToHear(records, entry.introducer);
  records.set(entry.peerId, { ...entry, addresses, metAt: 0, lastSeen: nowMs, fails: 0, isAnchor: false });
  return true;
};

const met = (
  records: Records,
  { namedByRelay, ...entry }: BookEntry & { readonly namedByRelay: boolean },
  nowMs: number,
): boolean => {
  const before = records.get(entry.peerId);
  if (peerIdToKey(entry.peerId) === undefined) return false;
  if (before?.metAt === undefined || before.metAt === 0) {
    const introducer = before?.introducer ?? entry.introducer;
    if (!makeRoomToMeet(records, introducer, namedByRelay)) return false;
    const addresses = bookAddresses(entry.addresses);
    records.set(entry.peerId, {
      ...entry,
      introducer,
      addresses,
      metAt: nowMs,
      lastSeen: nowMs,
      fails: 0,
      isAnchor: false,
    });
    return true;
  }
  const addresses = entry.addresses.length === 0 ? before.addresses : bookAddresses(entry.addresses);
  const isSame = before.addresses.join(' ') === addresses.join(' ') && before.fails === 0;
  if (isSame && nowMs - before.lastSeen < lastSeenStepMs) return false;
  records.set(entry.peerId, { ...before, addresses, lastSeen: nowMs, fails: 0 });
  return true;
};

const setAnchors = (records: Records, anchors: readonly BookEntry[], nowMs: number): boolean => {
  let changed = false;
  for (const record of [...records.values()].filter(({ isAnchor }) => isAnchor)) {
    if (anchors.some(({ peerId }) => peerId === record.peerId)) continue;
    records.set(record.peerId, { ...record, isAnchor: false });
    if (metOf(records).length > metMax) records.delete(record.peerId);
    changed = true;
  }
  for (const entry of anchors) {
    const before = records.get(entry.peerId);
    if (before?.isAnchor === true || peerIdToKey(entry.peerId) === undefined) continue;
    const { metAt, ...known } = before ?? { ...entry, metAt: 0, lastSeen: nowMs, fails: 0 };
    records.set(entry.peerId, { ...known, metAt: metAt === 0 ? nowMs : metAt, isAnchor: true });
    changed = true;
  }
  return changed;
};

export const createPeerBook = (bytes: Uint8Array | undefined): PeerBook => {
  const records: Records = new Map();
  for (const record of bytes === undefined ? [] : decodeBook(bytes, metMax + anchorsMax + heardMax)) {
    records.set(record.peerId, record);
  }
  const failedAtMs = new Map<PeerId, number>();

  return {
    heard: (entry, nowMs) => heard(records, entry, nowMs),
    met: (entry, nowMs) => met(records, entry, nowMs),
    failed: (peer, nowMs) => {
      const before = records.get(peer);
      if (before === undefined || nowMs - (failedAtMs.get(peer) ?? -Infinity) < failStepMs) return false;
      for (const old of failedAtMs.keys()) if (!records.has(old)) failedAtMs.delete(old);
      failedAtMs.set(peer, nowMs);
      records.set(peer, { ...before, fails: Math.min(255, before.fails + 1) });
      return true;
    },
    setAnchors: (anchors, nowMs) => setAnchors(records, anchors, nowMs),
    list: () => [...records.values()].sort((a, b) => b.lastSeen - a.lastSeen),
    encode: () => encodeBook([...records.values()]),
  };
};
