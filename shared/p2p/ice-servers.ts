// Which STUN servers a tab asks: its own relays and nobody else. A relay answers STUN on the UDP port with the number of
// its HTTP port unless it says otherwise, so the address of one that is reached without TLS already names its STUN
// server. Behind TLS there may be a proxy that passes no UDP; such a relay says where its STUN is (`stun` in
// relays.json and in its notices).
// Bound: 4 servers; a browser slows down with more, and one answer is enough.

import { parseMultiaddr } from './multiaddr-path.ts';

const iceServersMax = 4;

/** `stun:host:port` (RFC 7064) with a port, the host a name, an IPv4 address or an IPv6 address in brackets. */
const stunUri = /^stun:([a-z0-9][a-z0-9.-]{0,252}|\[[0-9a-f:.]{2,45}\]):(\d{1,5})$/i;

const isStunUri = (text: string): boolean => {
  const port = Number(stunUri.exec(text)?.[2] ?? 0);
  return port > 0 && port <= 65_535;
};

const isLoopback = (uri: string): boolean => /^stun:(127\.|\[::1\]|localhost:)/i.test(uri);

const stunOfRelay = (address: string): readonly string[] => {
  const parts = parseMultiaddr(address)?.getComponents() ?? [];
  const [host, tcp] = parts;
  if (host?.value === undefined || tcp?.name !== 'tcp' || tcp.value === undefined) return [];
  if (parts.some(({ name }) => name === 'tls' || name === 'wss' || name === 'p2p-circuit')) return [];
  return [`stun:${host.name === 'ip6' ? `[${host.value}]` : host.value}:${tcp.value}`];
};

/**
 * The ICE servers of a node: those that its relays have told of, then those that follow from the relays' addresses.
 * `relays` are multiaddrs, `stun` URIs as relays give them; what is neither is left out, and so is loopback, behind
 * which there is no NAT.
 */
export const iceServersOf = (
  relays: readonly string[],
  stun: readonly string[] = [],
): readonly { readonly urls: string }[] => {
  const told = stun.filter(isStunUri);
  const all = new Set([...told, ...relays.flatMap(stunOfRelay)].filter((uri) => isStunUri(uri) && !isLoopback(uri)));
  return [...all].slice(0, iceServersMax).map((urls) => ({ urls }));
};
