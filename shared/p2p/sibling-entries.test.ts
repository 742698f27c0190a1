// Through whom a peer is dialled that a relay tells of, when one of its siblings holds it.

import { expect, test } from 'vitest';
import type { ExchangeEntry } from './exchange-codec.ts';
import { peerIdOfSeed } from './peer-id-of-seed.ts';
import { entriesByHop } from './sibling-entries.ts';

const idOf = async (seed: number): Promise<string> => peerIdOfSeed(new Uint8Array(32).fill(seed));
const [teller, sibling, peer] = await Promise.all([1, 2, 3].map(idOf));
const entry = (...addresses: readonly string[]): ExchangeEntry => ({
  peer: peer ?? '',
  kind: 'tab',
  links: 1,
  addresses,
});
const through = `/ip4/203.0.113.7/tcp/9090/ws/p2p/${sibling}/p2p-circuit/webrtc/p2p/${peer}`;

const hopsOf = (one: ExchangeEntry, connected: boolean): readonly string[] =>
  entriesByHop(teller ?? '', [one], (hop) => connected && hop === sibling)
    .filter(({ entries }) => entries.length > 0)
    .map(({ hop }) => hop);

test.each([
  ['the teller’s own', entry(), true, teller],
  ['one with an address of its own', entry(`/ip4/203.0.113.9/tcp/1/ws/p2p/${peer}`), true, teller],
  ['one that a connected sibling holds', entry(through), true, sibling],
  ['one behind a relay that is not connected', entry(through), false, undefined],
  ['one that names another peer', entry(through.replace(/[^/]+$/, teller ?? '')), true, teller],
  [
    'one that names two hops',
    entry(through.replace('/p2p-circuit', `/p2p-circuit/p2p/${teller}/p2p-circuit`)),
    true,
    teller,
  ],
])('%s', (_what, one, connected, hop) => {
  expect(hopsOf(one, connected)).toEqual(hop === undefined ? [] : [hop]);
});
