// One node among 30 honest ones and 300 of an attacker's, restarted 200 times: the real book and the real dial manager
// in a network of the test's own. The attacker's are always there, and honest nodes seven times of ten. A relay answers
// with any of them. The attacker's dial in until nobody else can, and name each other; honest nodes name whom they are
// linked to, which are the attacker's for the most part. The node was there before the attack, for an hour.

import { expect, test } from 'vitest';
import { createDialManager, type DialManager } from './dial-manager.ts';
import { type ExchangeEntry, peerIdFromKey } from './exchange-codec.ts';
import { inboundMax, outboundMax } from './link-plan.ts';
import { type BookEntry, createPeerBook, type PeerBook } from './peer-book.ts';

const honestCount = 30;
const attackerCount = 300;
const restarts = 200;
const onlineShare = 0.7;
const minuteMs = 60_000;

/** mulberry32, public domain: a test that fails fails again */
const diceOf = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

const peer = (i: number): string =>
  peerIdFromKey(Uint8Array.from({ length: 32 }, (_, at) => (Math.imul(i + 1, 2654435761) >>> ((at % 4) * 8)) & 255));
const honest = Array.from({ length: honestCount }, (_, i) => peer(i));
const attackers = Array.from({ length: attackerCount }, (_, i) => peer(1_000 + i));
const isHonest = new Set(honest);
const relay = peer(9_999);
const self = peer(9_998);

const entry = (id: string): ExchangeEntry => ({ peer: id, kind: 'tab', links: 9, addresses: [] });

interface World {
  readonly dice: () => number;
  readonly online: readonly string[];
  readonly attacked: boolean;
}

const some = (from: readonly string[], count: number, dice: () => number): readonly ExchangeEntry[] =>
  Array.from({ length: Math.min(count, from.length) }, () => from[Math.floor(dice() * from.length)]).flatMap((id) =>
    id === undefined ? [] : [entry(id)],
  );

/** What a neighbour says its neighbours are. */
const namedBy = (id: string, { online, dice }: World): readonly ExchangeEntry[] =>
  isHonest.has(id) ? some(online, 8, dice) : some(attackers, 32, dice);

interface Session {
  readonly dials: DialManager;
  readonly book: PeerBook;
  readonly links: Map<string, { readonly isOutbound: boolean }>;
}

const named = ({ dials }: Pick<Session, 'dials'>, peerId: string): BookEntry => ({
  ...{ peerId, kind: 'tab', addresses: [] },
  introducer: dials.introducerOf(peerId),
});

const dialDue = ({ dials, book, links }: Session, world: World, nowMs: number): void => {
  for (let order = dials.next(nowMs); order !== undefined; order = dials.next(nowMs)) {
    const { peer: target } = order;
    if (!world.online.includes(target)) {
      dials.failed(target, nowMs);
      book.failed(target, nowMs);
      continue;
    }
    dials.succeeded(target, nowMs);
    links.set(target, { isOutbound: true });
    dials.linked(target, { path: 'direct', isOutbound: true }, nowMs);
    const met = named({ dials }, target);
    book.met({ ...met, namedByRelay: met.introducer === relay }, nowMs);
    dials.heard(target, 'neighbour', namedBy(target, world), nowMs);
  }
};

const crowdIn = ({ dials, links }: Session, { attacked, dice }: World, nowMs: number): void => {
  let room = inboundMax;
  for (const { isOutbound } of links.values()) if (!isOutbound) room -= 1;
  for (const { peer: id } of attacked ? some(attackers, 2 * room, dice) : []) {
    if (room === 0 || links.has(id)) continue;
    room -= 1;
    links.set(id, { isOutbound: false });
    dials.linked(id, { path: 'direct', isOutbound: false }, nowMs);
    dials.heard(id, 'neighbour', some(attackers, 32, dice), nowMs);
  }
};

const give = ({ dials, links }: Session, nowMs: number): void => {
  const gone = dials.giveUp(nowMs);
  if (gone === undefined) return;
  links.delete(gone);
  dials.hopLost(gone);
  dials.unlinked(gone, 'exchanged', nowMs);
};

/** One visit; how many honest peers the node had dialled half a minute after its start, and at its end. */
const visit = (saved: Uint8Array | undefined, world: World, startMs: number, minutes: number) => {
  const { dice, online } = world;
  const book = createPeerBook(saved);
  const dials = createDialManager({
    ...{ self, hasWebrtc: true, hasAddress: false, isRefused: () => false, random: dice, startMs },
  });
  dials.remember(
    book
      .list()
      .map(({ peerId, metAt, ...record }) => ({ ...record, peer: peerId, metAtMs: metAt === 0 ? undefined : metAt })),
    startMs,
  );
  const session: Session = { dials, book, links: new Map() };
  const honestDialled = (): number =>
    [...session.links].filter(([id, { isOutbound }]) => isOutbound && isHonest.has(id)).length;
  let early = 0;
  let mostOutbound = 0;
  for (let ms = 0; ms < minutes * minuteMs; ms += ms < minuteMs / 2 ? 2_000 : 10_000) {
    const nowMs = startMs + ms;
    if (ms === 0) crowdIn(session, world, nowMs);
    if (ms % (minuteMs / 2) === 0) {
      dials.heard(relay, 'relay', some(online, 32, dice), nowMs);
    }
    dialDue(session, world, nowMs);
    give(session, nowMs);
    crowdIn(session, world, nowMs);
    if (ms === minuteMs / 2) early = honestDialled();
    mostOutbound = Math.max(mostOutbound, [...session.links.values()].filter(({ isOutbound }) => isOutbound).length);
  }
  expect(mostOutbound).toBeLessThanOrEqual(outboundMax);
  book.setAnchors(
    dials.anchors().map((id) => named(session, id)),
    startMs,
  );
  return { early, late: honestDialled(), saved: book.encode() };
};

const worldOf = (dice: () => number, attacked: boolean): World => ({
  dice,
  attacked,
  online: [...honest.filter(() => dice() < onlineShare), ...(attacked ? attackers : [])],
});

test('30 honest nodes, 300 of an attacker, 200 restarts: an honest peer of its own choice in at least 199', () => {
  const dice = diceOf(1);
  let saved: Uint8Array | undefined;
  for (let i = 0; i < 4; i++) ({ saved } = visit(saved, worldOf(dice, false), i * 20 * minuteMs, 15));
  let withHonest = 0;
  let atEnd = 0;
  for (let i = 0; i < restarts; i++) {
    const result = visit(saved, worldOf(dice, true), (100 + i * 20) * minuteMs, 10);
    if (result.early > 0) withHonest += 1;
    if (result.late > 0) atEnd += 1;
    ({ saved } = result);
  }
  console.info(
    `eclipse: honest outbound peer after 30 s in ${withHonest}, after 10 min in ${atEnd} of ${restarts} restarts`,
  );
  expect(withHonest).toBeGreaterThanOrEqual(restarts - 1);
  expect(atEnd).toBeGreaterThanOrEqual(restarts - 1);
}, 60_000);
