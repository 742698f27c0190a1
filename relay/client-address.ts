// The address of a client: behind a proxy that we trust, the one that it forwards for; in limits, the public or private
// kind of it and the network that stands for one household; in logs, only the network.
// Pure. Bound: 16 forwarded addresses are looked at.

import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

const forwardedMax = 16;

/** IPv4 in IPv6 clothes is IPv4. */
const plainAddress = (address: string): string => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return mapped ?? address.replace(/%.*$/, '');
};

const contains = (list: BlockList, address: string): boolean =>
  isIP(address) > 0 && list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');

/** `203.0.113.7`, `203.0.113.7:1234`, `2001:db8::1`, `[2001:db8::1]:1234` as proxies write them. */
const forwardedAddress = (text: string): string | undefined => {
  const address = text
    .trim()
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^([\d.]+):\d+$/, '$1');
  return isIP(address) > 0 ? plainAddress(address) : undefined;
};

/**
 * Who is at the other end. `socket` is the address of the socket; `forwardedFor` the X-Forwarded-For header, to which
 * each proxy appends whom it saw. So it is read from the right, over the proxies that we trust, to the first that is
 * none of them; what stands left of it anybody may have written.
 */
export const clientAddress = (
  socket: string,
  forwardedFor: string | undefined,
  trusted: BlockList | undefined,
): string => {
  let client = plainAddress(socket);
  if (trusted === undefined || forwardedFor === undefined) return client;
  for (const text of forwardedFor.split(',').slice(-forwardedMax).reverse()) {
    const next = contains(trusted, client) ? forwardedAddress(text) : undefined;
    if (next === undefined) return client;
    client = next;
  }
  return client;
};

const privateNetworks = new BlockList();
// RFC 1918, RFC 6598 (carrier-grade NAT is shared by strangers: not here), loopback, link-local
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
] as const) {
  privateNetworks.addSubnet(network, bits, 'ipv4');
}
// RFC 4193, RFC 4291
for (const [network, bits] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  privateNetworks.addSubnet(network, bits, 'ipv6');
}

/** An address of a home, a school or this machine, each of which has one to itself. */
export const isPrivateAddress = (address: string): boolean => contains(privateNetworks, plainAddress(address));

const ip6Groups = (address: string): readonly string[] => {
  const [head = '', tail] = plainAddress(address).toLowerCase().split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  return [...front, ...Array.from({ length: gap }, () => '0'), ...back].map((group) => group.replace(/^0+(?=.)/, ''));
};

/** What is counted as one: an IPv4 address, or the /64 that one IPv6 line has to itself. */
export const countedAs = (address: string): string => {
  const plain = plainAddress(address);
  return isIPv6(plain) ? `${ip6Groups(plain).slice(0, 4).join(':')}::/64` : plain;
};

/** What a log may know: the /24 of an IPv4 address, the /48 of an IPv6 one. */
export const maskedAddress = (address: string): string => {
  const plain = plainAddress(address);
  if (isIPv6(plain)) return `${ip6Groups(plain).slice(0, 3).join(':')}::/48`;
  return isIPv4(plain) ? `${plain.split('.').slice(0, 3).join('.')}.0/24` : 'unknown';
};
