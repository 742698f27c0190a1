// Attacks on whom a node knows: an attacker names strangers in masses, so that they are all it would dial, and waits for
// its restart. The book of peers is the one that every node keeps; time is the script's.

import { type BookEntry, createPeerBook, peerIdFromKey } from '../p2p/index.ts';
import { everyKind, networkOf } from './arena-network.ts';
import { type Attack, type Stage, taken } from './attack.ts';

const nowMs = 1_700_000_000_000;
const friendsCount = 30;
const strangersCount = 5_000;
/** What a book may hold of one who names others, see shared/p2p/peer-book.ts. */
const heardOfOneMax = 16;

const peer = (number: number): string =>
  peerIdFromKey(
    Uint8Array.from({ length: 32 }, (_, at) => (Math.imul(number + 1, 2654435761) >>> ((at % 4) * 8)) & 255),
  );

const entryOf = (number: number, introducer: string | undefined): BookEntry => ({
  peerId: peer(number),
  kind: 'terminal',
  addresses: [`/ip4/10.0.${(number >> 8) & 255}.${number & 255}/tcp/9090/ws/p2p/${peer(number)}`],
  introducer,
});

const friends = Array.from({ length: friendsCount }, (_, i) => entryOf(i, undefined));
const mallory = peer(99_999);

/** A node that has met its friends, two of whom are its anchors. */
const bookOfFriends = () => {
  const book = createPeerBook(undefined);
  for (const friend of friends) book.met({ ...friend, namedByRelay: true }, nowMs);
  book.setAnchors(friends.slice(0, 2), nowMs);
  return book;
};

const hasFriends = (known: readonly { readonly peerId: string }[]): boolean =>
  friends.every(({ peerId }) => known.some((one) => one.peerId === peerId));

const addressFlood: Attack = {
  name: 'address-flood',
  about: 'one peer names thousands of nodes that are not there',
  kinds: everyKind,
  spec: networkOf,
  play: async (stage: Stage) => {
    const book = bookOfFriends();
    await stage.step(
      `${strangersCount} addresses from one neighbour: it has ${heardOfOneMax} places, and nobody who was met gives way`,
      taken,
      async () => {
        for (let i = 0; i < strangersCount; i++) book.heard(entryOf(1_000 + i, mallory), nowMs + i);
      },
      () =>
        hasFriends(book.list()) &&
        book.list().filter(({ introducer }) => introducer === mallory).length <= heardOfOneMax,
    );
  },
};

const eclipse: Attack = {
  name: 'eclipse',
  about: 'an attacker with many nodes tries to be all that a node finds after a restart',
  kinds: everyKind,
  spec: networkOf,
  play: async (stage: Stage) => {
    const before = bookOfFriends();
    for (let i = 0; i < strangersCount; i++) {
      const introducer = peer(90_000 + (i % 300));
      before.heard(entryOf(1_000 + i, introducer), nowMs + i);
      before.met({ ...entryOf(1_000 + i, introducer), namedByRelay: false }, nowMs + i);
    }
    let after = createPeerBook(undefined);
    await stage.step(
      '300 nodes of the attacker name and meet it before it restarts: its anchors and all whom it had met are still there',
      taken,
      async () => {
        after = createPeerBook(before.encode());
      },
      () => hasFriends(after.list()) && after.list().filter(({ isAnchor }) => isAnchor).length === 2,
    );
  },
};

export const crowdAttacks: readonly Attack[] = [addressFlood, eclipse];
