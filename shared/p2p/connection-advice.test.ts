// What is advised in which situation: the first advice is the cause that a person should look at first.

import { describe, expect, test } from 'vitest';
import { adviceFor } from './connection-advice.ts';
import type { DiagnosisCause, DiagnosisFacts, RelayFinding } from './diagnosis.ts';

const relay: RelayFinding = {
  ...{ peerId: 'R', address: '/ip4/203.0.113.7/tcp/9090/ws/p2p/R', kind: 'relay' },
  ...{ reached: true, place: 'held', told: 0 },
};
const unreachable: RelayFinding = {
  ...{ peerId: 'R', address: relay.address, kind: 'relay' },
  ...{ reached: false, reason: 'nobody answers there', place: 'none', http: 'silent' },
};
const refusedAs = (refusal: NonNullable<RelayFinding['refusal']>): RelayFinding => ({
  ...relay,
  ...{ place: 'refused', refusal },
});

const well: DiagnosisFacts = {
  ...{ time: 1_000_000, kind: 'tab', hideAddress: false, online: true, relays: [{ ...relay, told: 3 }] },
  ...{ webrtc: 'works', candidates: { host: 1, srflx: 1, relay: 0, mdns: true }, udp: 'open' },
  ...{ peers: { direct: 3, websocket: 0, relayed: 0, silent: 0 }, known: 3, dials: [], clockOffsetMs: 40 },
  independence: { level: 'independent', relays: 1, neighbours: 2 },
};
const nobody = { direct: 0, websocket: 0, relayed: 0, silent: 0 };
const alone = { peers: nobody, known: 0, relays: [relay] };
const failed = { peerId: 'P', reason: 'timed out', time: 999_000 };

test.each<readonly [string, Partial<DiagnosisFacts>, readonly DiagnosisCause[], string]>([
  ['all well', {}, ['none'], 'linked with 3 other nodes'],
  ['no relay named', { ...alone, relays: [] }, ['no-relay'], 'join link that names one'],
  ['the relay does not answer', { ...alone, relays: [unreachable] }, ['relay-unreachable'], 'Check that it runs'],
  [
    'none of two answers, with peers',
    { relays: [unreachable, unreachable] },
    ['relay-unreachable'],
    'None of the 2 relays answers: it is switched off',
  ],
  ['one of two answers', { relays: [unreachable, relay] }, ['none'], 'All is well'],
  ['full', { ...alone, relays: [refusedAs('full')] }, ['relay-full'], '--reservations)'],
  ['full for this address', { ...alone, relays: [refusedAs('address-full')] }, ['relay-full'], '--reservations-per-ip'],
  ['full, with a place elsewhere', { relays: [refusedAs('full'), relay] }, ['none'], 'All is well'],
  ['stopping', { ...alone, relays: [refusedAs('draining')] }, ['relay-stopping'], 'takes nobody new'],
  [
    'origin refused',
    { ...alone, relays: [{ ...unreachable, http: 'origin-refused' }] },
    ['origin-refused'],
    '--allow-origin',
  ],
  [
    'no WebSocket passes',
    { ...alone, relays: [{ ...unreachable, http: 'answers' }] },
    ['websocket-blocked'],
    'does not pass WebSockets',
  ],
  ['https page, ws relay', { ...alone, relays: [{ ...unreachable, http: 'insecure' }] }, ['page-insecure'], 'https'],
  ['another network’s relay', { ...alone, relays: [refusedAs('tag')] }, ['network-refused'], '--allow-tag'],
  ['alone on the network', alone, ['alone'], 'second window'],
  ['WebRTC missing', { webrtc: 'absent', udp: 'unknown' }, ['webrtc-blocked'], 'has no WebRTC'],
  ['WebRTC failing', { webrtc: 'failing', udp: 'unknown' }, ['webrtc-blocked'], 'does not work'],
  [
    'WebRTC missing and alone',
    { ...alone, webrtc: 'absent', udp: 'unknown' },
    ['webrtc-blocked', 'alone'],
    'has no WebRTC',
  ],
  ['UDP blocked', { udp: 'blocked' }, ['udp-blocked'], 'UDP'],
  ['the clock 61 s behind', { clockOffsetMs: 61_000 }, ['clock-off'], '61 s behind'],
  ['the clock 61 s ahead', { clockOffsetMs: -61_000 }, ['clock-off'], '61 s ahead of'],
  ['the clock 60 s off', { clockOffsetMs: 60_000 }, ['none'], 'All is well'],
  ['offline', { ...alone, relays: [unreachable], online: false }, ['offline'], 'no network'],
  [
    'direct dials fail',
    { ...alone, known: 2, dials: [{ ...failed, path: 'webrtc' }] },
    ['dials-failing'],
    'client isolation',
  ],
  ['dials fail', { ...alone, known: 2, dials: [{ ...failed, path: 'relayed' }] }, ['dials-failing'], 'just have left'],
  ['back from sleep', { stall: { time: 990_000, ms: 45_000 } }, ['was-asleep'], 'stood still for 45 s'],
  ['a sleep of long ago', { stall: { time: 1_000, ms: 45_000 } }, ['none'], 'All is well'],
  ['a frozen peer', { peers: { ...nobody, direct: 3, silent: 1 } }, ['peers-silent'], 'A peer has not answered'],
  ['hidden', { hideAddress: true, webrtc: 'unused', udp: 'unknown' }, ['address-hidden'], 'Your address is hidden'],
])('%s', (_what, change, causes, part) => {
  const advice = adviceFor({ ...well, ...change });
  expect(advice.map(({ cause }) => cause)).toEqual(causes);
  expect(advice[0]?.text).toContain(part);
});

describe('the words', () => {
  test('a terminal node is no tab', () => {
    expect(adviceFor({ ...well, kind: 'terminal' })[0]?.text).toContain('this node is linked');
  });

  test('nobody yet, and nothing wrong', () => {
    const [only] = adviceFor({ ...well, peers: nobody });
    expect(only).toMatchObject({ cause: 'none' });
    expect(only?.text).toContain('links take some seconds');
  });
});
