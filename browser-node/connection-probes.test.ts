// What a tab sees of its own connections, from a browser of the test's own.

import { expect, test } from 'vitest';
import { connectionProbes, countCandidates, type ProbeWorldLike, webAddressOf } from './connection-probes.ts';

/** The answers of a browser's `fetch` by mode: `undefined` for one that fails. */
const worldOf = (answers: { readonly cors?: number; readonly noCors?: number }, isSecure = false): ProbeWorldLike => ({
  RTCPeerConnection: undefined,
  fetch: async (_address, init) => {
    const status = init?.mode === 'cors' ? answers.cors : answers.noCors;
    if (status === undefined) throw new TypeError('Failed to fetch');
    return new Response(null, { status });
  },
  isSecure,
  isOnline: () => true,
});

const relay = '/ip4/203.0.113.7/tcp/9090/ws/p2p/R';

test.each([
  ['it answers', { cors: 200 }, false, relay, 'answers'],
  ['it may not be read', { noCors: 200 }, false, relay, 'origin-refused'],
  ['nobody is there', {}, false, relay, 'silent'],
  ['https page, http relay', { cors: 200 }, true, relay, 'insecure'],
  ['https page, http relay on this machine', { cors: 200 }, true, '/ip4/127.0.0.1/tcp/1/ws/p2p/R', 'answers'],
  ['https page, https relay', { cors: 200 }, true, '/dns/a.example/tcp/443/tls/ws/p2p/R', 'answers'],
  ['no web address', { cors: 200 }, false, '/ip4/203.0.113.7/udp/9/webrtc-direct/p2p/R', 'unknown'],
] as const)('%s', async (_what, answers, isSecure, address, finding) => {
  const probes = connectionProbes(worldOf(answers, isSecure), () => ({}));
  expect(await probes.http(address)).toBe(finding);
});

test.each([
  ['/ip4/203.0.113.7/tcp/9090/ws', 'http://203.0.113.7:9090/'],
  ['/ip6/2001:db8::1/tcp/9090/ws/p2p/R', 'http://[2001:db8::1]:9090/'],
  ['/dns/a.example/tcp/443/tls/ws', 'https://a.example/'],
  ['/dns4/a.example/tcp/8443/wss', 'https://a.example:8443/'],
  ['/dns/a.example/tcp/443/p2p/R', undefined],
])('%s is at %s', (address, expected) => {
  expect(webAddressOf(address)?.href).toBe(expected);
});

test('without RTCPeerConnection nothing is gathered', async () => {
  expect(await connectionProbes(worldOf({}), () => ({})).gather()).toEqual({ webrtc: 'absent' });
});

test.each([
  ['a name of mDNS', '1c2d.local', { mdns: true, hasPublic: false }],
  ['a private address', '192.168.1.5', { mdns: false, hasPublic: false }],
  ['a carrier’s address', '100.64.0.9', { mdns: false, hasPublic: false }],
  ['a local IPv6 address', 'fe80::1', { mdns: false, hasPublic: false }],
  ['a public address', '203.0.113.7', { mdns: false, hasPublic: true }],
  ['a public IPv6 address', '2001:db8::1', { mdns: false, hasPublic: true }],
])('host candidates: %s', (_what, address, expected) => {
  const seen = [
    { type: 'host', address },
    { type: 'srflx', address: '198.51.100.1' },
  ];
  expect(countCandidates(seen, 2)).toEqual({ host: 1, srflx: 1, relay: 0, asked: 2, ...expected });
});
