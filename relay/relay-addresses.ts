// Where a relay can be reached, as web addresses and as multiaddrs: under every network address of this machine, and
// under the name by which a browser has just reached it.

import { networkInterfaces } from 'node:os';

export interface Reach {
  readonly host: string;
  readonly port: number;
  /** behind a proxy that speaks TLS */
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
