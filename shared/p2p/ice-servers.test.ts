// ICE servers: only relays, only what is an address, and no more than a browser bears.

import { expect, test } from 'vitest';
import { iceServersOf } from './ice-servers.ts';

const id = '12D3KooWQZkNc5DsrPLLYePaEGsjmd4G17Ph7QA5MHpz8NrdE5QW';
const urls = (relays: readonly string[], stun?: readonly string[]): readonly string[] =>
  iceServersOf(relays, stun).map((server) => server.urls);

test.each([
  [`/ip4/192.168.1.7/tcp/9090/ws/p2p/${id}`, ['stun:192.168.1.7:9090']],
  [`/ip6/2001:db8::7/tcp/9090/ws/p2p/${id}`, ['stun:[2001:db8::7]:9090']],
  [`/dns/relay.example/tcp/80/ws/p2p/${id}`, ['stun:relay.example:80']],
  // a proxy may stand there that passes no UDP
  [`/dns/relay.example/tcp/443/tls/ws/p2p/${id}`, []],
  [`/ip4/127.0.0.1/tcp/9090/ws/p2p/${id}`, []],
  [`/ip4/192.168.1.7/udp/9091/webrtc-direct/p2p/${id}`, []],
  [`/ip4/192.168.1.7/tcp/9090/ws/p2p/${id}/p2p-circuit`, []],
  ['no address', []],
])('of %s: %j', (relay, expected) => {
  expect(urls([relay])).toEqual(expected);
});

test('what a relay says comes first, once, and only if it is a STUN address', () => {
  const relay = `/ip4/203.0.113.7/tcp/9090/ws/p2p/${id}`;
  const said = ['stun:relay.example:3478', 'stun:203.0.113.7:9090', 'turn:evil.example:1', 'stun:a:0', 'stun:a:70000'];
  expect(urls([relay], said)).toEqual(['stun:relay.example:3478', 'stun:203.0.113.7:9090']);
});

test('at most four, and none without relays', () => {
  const relays = Array.from({ length: 9 }, (_, i) => `/ip4/203.0.113.${i}/tcp/9090/ws/p2p/${id}`);
  expect(urls(relays)).toHaveLength(4);
  expect(urls([])).toEqual([]);
});
