// A relay: the place where tabs find each other, and the web server of their page, on one port. It knows no chain: it
// keeps and serves bytes. Owns the port, the libp2p host and, through data-folder, one folder.

import { createRequire } from 'node:module';
import type { RequestListener } from 'node:http';
import { multiaddr } from '@multiformats/multiaddr';
import {
  createNeighbourRelay,
  createRelayLibp2p,
  createTokenBucket,
  type RelayedLimit,
  type TokenBucket,
} from '../shared/p2p/index.ts';
import type { DataFolder, RelaySettings } from './data-folder.ts';
import { startExchangeServer } from './exchange-server.ts';
import { joinLink } from './join-link.ts';
import { pageAnswers } from './page-answers.ts';
import { reachableHosts, webAddress, webSocketMultiaddr, type Reach } from './relay-addresses.ts';
import { webSocketsBesidePage } from './shared-port.ts';

/** A person must do something about it; `message` says what. */
export class RelayError extends Error {}

export interface RelayOptions {
  readonly data: DataFolder;
  readonly settings: RelaySettings;
  /** folder of the built page; without one only the network is served */
  readonly page?: string;
  readonly onDrop: (peer: string, reason: string) => void;
}

export interface Relay {
  readonly page: string;
  /** the page's address under every address of this machine */
  readonly pages: readonly string[];
  readonly relays: readonly string[];
  readonly link: string;
  readonly port: number;
  readonly peerId: string;
  readonly stop: () => Promise<void>;
}

/**
 * A relayed path also carries whole nodes where WebRTC is blocked, for as long as they like: each paces itself to
 * 64 KiB/s, which fills 1 TiB in half a year. 24 days is the longest time a Node timer can wait.
 */
const relayedLimit: RelayedLimit = { bytes: 2 ** 40, durationMs: 2_000_000_000 };

/** A newcomer to a full network makes some 30 attempts; afterwards two a second are retries enough. */
const circuitLimits = { capacity: 120, perSecond: 2 };

/** Tabs that hold a place, and as many again that come or go, or only load the page. */
const connectionsPerReservation = 2;

const packageVersion = (): string => {
  const found: unknown = createRequire(import.meta.url)('../package.json');
  return typeof found === 'object' && found !== null && 'version' in found ? String(found.version) : 'unknown';
};

const portProblem = (error: unknown, { port, host }: RelaySettings): unknown => {
  const text = error instanceof Error ? error.message : '';
  if (text.includes('EADDRINUSE')) {
    return new RelayError(
      `port ${port} is in use by another program; stop it, or choose another port with --port N (0 takes a free one).`,
    );
  }
  if (text.includes('EACCES'))
    return new RelayError(`port ${port} may not be used by you; choose one above 1023 with --port N.`);
  if (text.includes('EADDRNOTAVAIL')) {
    return new RelayError(
      `${host} is not an address of this machine; choose another with --host ADDRESS (0.0.0.0 takes all).`,
    );
  }
  return error;
};

export const startRelay = async ({ data, settings, page, onDrop }: RelayOptions): Promise<Relay> => {
  const startedAtMs = Date.now();
  const circuits = new Map<string, TokenBucket>();
  let answer: RequestListener = (_request, response) => void response.writeHead(503).end();

  const family = settings.host.includes(':') ? 'ip6' : 'ip4';
  const node = await createRelayLibp2p({
    seed: data.seed,
    listen: [`/${family}/${settings.host}/tcp/${settings.port}/ws`],
    transport: webSocketsBesidePage((request, response) => {
      answer(request, response);
    }),
    connectionsMax: connectionsPerReservation * settings.reservationsMax,
    gater: {
      denyOutboundRelayedConnection: (source) => {
        const bucket = circuits.get(source.toString()) ?? createTokenBucket(circuitLimits, Date.now());
        circuits.set(source.toString(), bucket);
        return !bucket.take(1, Date.now());
      },
    },
  }).catch((error: unknown) => {
    throw portProblem(error, settings);
  });
  node.addEventListener('peer:disconnect', ({ detail: peer }) => void circuits.delete(peer.toString()));

  const neighbours = createNeighbourRelay(node, node.services.relay, {
    reservationsMax: settings.reservationsMax,
    limit: relayedLimit,
  });
  const exchange = await startExchangeServer({ node, neighbours, reservationsMax: settings.reservationsMax, onDrop });

  const peerId = node.peerId.toString();
  const port = Number(
    multiaddr(node.getMultiaddrs()[0])
      .getComponents()
      .find((one) => one.name === 'tcp')?.value,
  );
  const reaches: readonly Reach[] = reachableHosts(settings.host).map((host) => ({ host, port, secure: false }));
  const relays = reaches.map((reach) => webSocketMultiaddr(reach, peerId));
  const pages = reaches.map(webAddress);
  // others open the link: a LAN address before loopback
  const linkPage = pages[1] ?? pages[0] ?? '';

  answer = pageAnswers({
    ...(page === undefined ? {} : { page }),
    spec: data.spec,
    relays: (own) => [...new Set([...(own === undefined ? [] : [webSocketMultiaddr(own, peerId)]), ...relays])],
    health: () => ({
      ok: true,
      uptime: Math.floor((Date.now() - startedAtMs) / 1000),
      peers: exchange.peers(),
      reservations: neighbours.count(),
      version: packageVersion(),
    }),
  });

  return {
    page: pages[0] ?? '',
    pages,
    relays,
    link: joinLink(linkPage, data.spec, relays),
    port,
    peerId,
    stop: async () => {
      exchange.stop();
      await node.stop();
    },
  };
};
