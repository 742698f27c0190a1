// Addresses of a relay, from what a browser says and from what this machine has.

import { expect, test } from 'vitest';
import { reachableHosts, reachFromHeaders, webAddress, webSocketMultiaddr } from './relay-addresses.ts';

test.each([
  ['192.168.1.7:9090', undefined, 'http://192.168.1.7:9090/', '/ip4/192.168.1.7/tcp/9090/ws/p2p/P'],
  ['class.example', undefined, 'http://class.example:80/', '/dns/class.example/tcp/80/ws/p2p/P'],
  ['class.example', 'https', 'https://class.example:443/', '/dns/class.example/tcp/443/tls/ws/p2p/P'],
  ['[::1]:81', undefined, 'http://[::1]:81/', '/ip6/::1/tcp/81/ws/p2p/P'],
])('%s (%s)', (host, protocol, page, multiaddr) => {
  const reach = reachFromHeaders(host, protocol);
  expect(reach && webAddress(reach)).toBe(page);
  expect(reach && webSocketMultiaddr(reach, 'P')).toBe(multiaddr);
});

test.each([undefined, '', 'a/b', 'a b:1', 'host:0', 'host:70000', '-x', 'a..b', '"><script>'])(
  '%j is no host',
  (host) => {
    expect(reachFromHeaders(host, undefined)).toBeUndefined();
  },
);

test('listening on one address is reachable under it; on all, under loopback first', () => {
  expect(reachableHosts('10.1.2.3')).toEqual(['10.1.2.3']);
  expect(reachableHosts('0.0.0.0')[0]).toBe('127.0.0.1');
});
