// The words of a diagnosis, and what is in a report that is copied.

import { expect, test } from 'vitest';
import type { DiagnosisShape, RelayDiagnosis } from '../../../shared/provider/index.ts';
import type { DiagnosisCause } from '../../../shared/p2p/index.ts';
import { speak } from '../words/index.ts';
import {
  adviceText,
  clockText,
  diagnosisReport,
  hostOf,
  independenceFact,
  relayText,
  stallText,
} from './diagnosis-report.ts';

const relayId = '12D3KooWRelayRelayRelayRelayRelayRelayRelayRelayRel1';
const ownId = '12D3KooWOwnOwnOwnOwnOwnOwnOwnOwnOwnOwnOwnOwnOwnOwnOw1';
const relay: RelayDiagnosis = {
  ...{ peerId: relayId, address: `/ip4/203.0.113.7/tcp/9090/ws/p2p/${relayId}`, kind: 'relay' },
  ...{ reached: true, place: 'held', rttMs: 12, told: 2 },
};
const found: DiagnosisShape = {
  ...{ time: 1_700_000_000_000, kind: 'tab', hideAddress: false, online: true, relays: [relay] },
  ...{ webrtc: 'works', candidates: { host: 2, srflx: 1, relay: 0, mdns: true }, udp: 'open' },
  ...{ peers: { direct: 1, websocket: 0, relayed: 0, silent: 0 }, known: 2 },
  dials: [{ peerId: ownId, path: 'webrtc', reason: 'x'.repeat(200), time: 1_699_999_999_000 }],
  independence: { level: 'thin', relays: 1, neighbours: 0 },
  advice: [{ cause: 'none', text: 'All is well.' }],
};
const address = `/ip4/192.168.1.5/tcp/1/ws/p2p/${ownId}`;

test.each<readonly [string, Partial<RelayDiagnosis>, string]>([
  ['works', {}, 'Works; names 2 other nodes'],
  ['nobody else there', { told: 0 }, 'names nobody else'],
  ['full', { place: 'refused', refusal: 'full' }, 'full'],
  ['of another network', { place: 'refused', refusal: 'tag' }, 'does not serve this network'],
  ['no answer yet', { place: 'none' }, 'not given a place'],
  ['not reached', { reached: false, place: 'none', http: 'silent' }, 'nobody answers there'],
  ['not reached, with a reason', { reached: false, place: 'none', reason: 'timed out' }, 'timed out'],
  ['origin refused', { reached: false, place: 'none', http: 'origin-refused' }, 'does not let this page in'],
  ['a terminal node', { kind: 'terminal' }, 'a node of this network'],
])('a relay: %s', (_what, change, part) => {
  expect(relayText({ ...relay, ...change })).toContain(part);
});

test('where a relay is, and what could go', () => {
  expect(hostOf(relay.address)).toBe('203.0.113.7:9090');
  expect(hostOf('/memory')).toBe('/memory');
  expect(independenceFact(found)).toMatch(/^Hangs on one neighbour\. 1 relay could go, but only one neighbour/);
});

test('clock and sleep', () => {
  expect(clockText(found)).toContain('three peers');
  expect(clockText({ ...found, clockOffsetMs: 200 })).toContain('Agrees');
  expect(clockText({ ...found, clockOffsetMs: -65_000 })).toBe('1 min ahead of the peers’');
  expect(stallText({ ...found, stall: { time: found.time - 5_000, ms: 30_000 } })).toBe(
    'Stood still for 30 s, 5 s ago',
  );
});

test('a report has no whole id and no own address unless they are asked for', () => {
  const about = { version: '1.2.3', peerId: ownId, chainId: `0x${'ab'.repeat(32)}` };
  const short = diagnosisReport(found, about);
  expect(short).toContain('All is well.');
  expect(short).toContain('/ip4/203.0.113.7/tcp/9090/ws/p2p/');
  expect(short).not.toContain(ownId);
  expect(short).not.toContain(relayId);
  expect(short).not.toContain('x'.repeat(100));
  expect(short).not.toContain('192.168.1.5');
  const whole = diagnosisReport(found, { ...about, addresses: [address] });
  expect(whole).toContain(`Own address: ${address}`);
  expect(whole).toContain(relayId);
});

const causes = {
  ...{ offline: 1, 'clock-off': 1, 'no-relay': 1, 'page-insecure': 1, 'origin-refused': 1, 'websocket-blocked': 1 },
  ...{ 'relay-unreachable': 1, 'network-refused': 1, 'relay-full': 1, 'relay-stopping': 1, 'webrtc-blocked': 1 },
  ...{
    'udp-blocked': 1,
    alone: 1,
    'dials-failing': 1,
    'was-asleep': 1,
    'peers-silent': 1,
    'address-hidden': 1,
    none: 1,
  },
} satisfies { readonly [C in DiagnosisCause]: 1 };

test.each(['de', 'es'] as const)('in %s there is advice for every cause, about what was found', async (language) => {
  const nobody = { ...found, peers: { direct: 0, websocket: 0, relayed: 0, silent: 1 }, relays: [relay, relay] };
  await speak(language);
  const told = Object.keys(causes).flatMap((cause) =>
    [found, nobody].map((facts) => adviceText(facts, { cause, text: 'in English' })),
  );
  await speak('en');
  expect(told.filter((text) => /in English|undefined|NaN/.test(text))).toEqual([]);
  expect(adviceText(found, { cause: 'none', text: 'All is well.' })).toBe('All is well.');
});
