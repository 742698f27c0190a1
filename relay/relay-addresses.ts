// Where a relay can be reached, as web addresses and as multiaddrs: under every network address of this machine, and
// under the name by which a browser has just reached it.

import { isIP, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { PublicHost } from './setting-forms.ts';

export interface Reach {
  readonly host: string;
  readonly port: number;
  /** the relay or a proxy before it speaks TLS */
  readonly secure: boolean;
}

const ip4 = /^\d{1,3}(\.\d{1,3}){3}$/;
const hostName = /^[a-z0-9]([a-z0-9-]{0,62})(\.[a-z0-9][a-z0-9-]{0,62})*$/i;

const isIp6 = (host: string): boolean => host.includes(':');

export const webAddress = ({ host, port, secure }: Reach): string =>
  `${secure ? 'https' : 'http'}://${isIp6(host) ? `[${host}]` : host}:${port}/`;

export const webSocketMultiaddr = ({ host, port, secure }: Reach, peerId: string): string => {
  const family = ip4.test(host) ? 'ip4' : isIp6(host) ? 'ip6' : 'dns';
  return `/${family}/${host}/tcp/${port}${secure ? '/tls' : ''}/ws/p2p/${peerId}`;
};

/**
 * The hosts under which a server listening on `host` answers. Loopback comes first for the person at this machine; IPv6
 * is left out when listening on all IPv4 addresses.
 */
export const reachableHosts = (host: string): readonly string[] => {
  if (host !== '0.0.0.0') return [host];
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const lan = addresses.filter((one) => one.family === 'IPv4' && !one.internal).map((one) => one.address);
  return ['127.0.0.1', ...lan];
};

/** Where a relay that listens at `own` is reached: under its public names where it has any, else under `reachableHosts`. */
export const reachesOf = (own: Reach, publicHosts: readonly PublicHost[]): readonly Reach[] =>
  publicHosts.length === 0
    ? reachableHosts(own.host).map((host) => ({ ...own, host }))
    : publicHosts.map(({ host, secure, port }) => ({ host, secure: secure ?? own.secure, port: port ?? own.port }));

/** The URI of the STUN server on UDP `port` beside it (RFC 7064). */
export const stunUri = ({ host }: Reach, port: number): string => `stun:${isIp6(host) ? `[${host}]` : host}:${port}`;

/** Where WebRTC-direct on UDP `port` is reached: it takes addresses, not names; one multiaddr for each certificate. */
export const directMultiaddrs = (
  { host }: Reach,
  port: number,
  certificateHashes: readonly string[],
  peerId: string,
): readonly string[] => {
  if (isIP(host) === 0) return [];
  const at = `/${isIPv6(host) ? 'ip6' : 'ip4'}/${host}/udp/${port}/webrtc-direct`;
  return certificateHashes.map((hash) => `${at}/certhash/${hash}/p2p/${peerId}`);
};

/**
 * The name under which a browser reached us, from its Host header; `undefined` if that is no name or address. It is
 * only ever told back to the same browser.
 */
export const reachFromHeaders = (
  hostHeader: string | undefined,
  forwardedProtocol: string | undefined,
): Reach | undefined => {
  const secure = forwardedProtocol === 'https';
  const match = /^(\[[0-9a-f:]+\]|[^:]+)(?::(\d{1,5}))?$/i.exec(hostHeader ?? '');
  const host = match?.[1]?.replace(/^\[|\]$/g, '');
  const port = Number(match?.[2] ?? (secure ? 443 : 80));
  if (host === undefined || port < 1 || port > 65_535) return undefined;
  return hostName.test(host) || isIp6(host) ? { host, port, secure } : undefined;
};
