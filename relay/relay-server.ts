// A relay: the place where tabs find each other, and the web server of their page, on one port; beside it a STUN server
// that tells tabs behind NAT their address. It follows no chain: it keeps and serves bytes. Owns the ports, the libp2p host
// and, through data-folder, one folder. Ends at once (`stop`), or in an orderly way within ten seconds (`drain`).

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { RequestListener } from 'node:http';
import { multiaddr } from '@multiformats/multiaddr';
import { sendRelayNotice, serveSpec, type RelayNotice } from '../shared/p2p/index.ts';
import type { DataFolder } from './data-folder.ts';
import type { DirectPort } from './direct-port.ts';
import { pageAnswers, type RelayHealth } from './page-answers.ts';
import { directMultiaddrs, reachesOf, stunUri, webAddress, webSocketMultiaddr, type Reach } from './relay-addresses.ts';
import type { RelayLog } from './relay-log.ts';
import { createRelayMetrics, type RelayMetrics } from './relay-metrics.ts';
import { startRelayParts, type RelayParts } from './relay-parts.ts';
import type { RelaySettings } from './relay-settings.ts';
import type { Certificate } from './shared-port.ts';
import { startStunServer, type StunServer } from './stun-server.ts';

/** A person must do something about it; `message` says what. */
export class RelayError extends Error {}

export interface RelayOptions {
  readonly data: DataFolder;
  readonly settings: RelaySettings;
  /** folder of the built page; without one only the network is served */
  readonly page?: string;
  readonly log: RelayLog;
}

export interface Relay {
  readonly page: string;
  /** the page's address under every address of this machine */
  readonly pages: readonly string[];
  readonly relays: readonly string[];
  /** URIs of its STUN server; none where it has none */
  readonly stun: readonly string[];
  readonly link: string;
  readonly port: number;
  readonly peerId: string;
  /** Reads the TLS certificate again, for connections from now on. */
  readonly renewCertificate: () => Promise<void>;
  /** Takes nobody new, tells clients where else to go, lets relayed connections end, and stops: within ten seconds. */
  readonly drain: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Of the ten seconds, what clients have for moving to a sibling; closing takes the rest. */
const drainMs = 7_000;
const drainCheckMs = 50;
const stopWithinMs = 2_500;

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
  // as OpenSSL names its faults
  const fault = /error:[0-9A-F]+:([^\n]*)/.exec(text)?.[1];
  if (fault !== undefined) {
    return new RelayError(
      `the certificate or its key is not readable PEM (${fault}); correct --tls-cert and --tls-key.`,
    );
  }
  return error;
};

const readCertificate = async ({ tlsCert, tlsKey }: RelaySettings): Promise<Certificate | undefined> => {
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  try {
    return { cert: await readFile(tlsCert, 'utf8'), key: await readFile(tlsKey, 'utf8') };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RelayError(`cannot read the certificate (${why}); correct --tls-cert and --tls-key.`);
  }
};

/** Loaded only where it is wanted: WebRTC outside a browser is a native library, and 30 MiB of memory. */
const openDirect = async ({ data, settings }: RelayOptions): Promise<DirectPort | undefined> => {
  if (settings.webrtcPort === 'off') return undefined;
  const { openDirectPort } = await import('./direct-port.ts');
  return openDirectPort(data.path, Date.now);
};

/** STUN beside the HTTP port, unless it is off. Where its number was not asked for and is taken, the relay does without. */
const startStun = async (
  { settings, log }: RelayOptions,
  httpPort: number,
  onRequest: RelayMetrics['stun'],
): Promise<StunServer | undefined> => {
  const { host, stunPort } = settings;
  if (stunPort === 'off') return undefined;
  const port = stunPort === 'same' ? httpPort : stunPort;
  try {
    return await startStunServer({ host, port, onRequest });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (stunPort !== 'same')
      throw new RelayError(`UDP port ${port} cannot be used (${why}); choose another --stun-port.`);
    log.say('warn', 'no STUN: its port cannot be used', { stunPort: port, why });
    return undefined;
  }
};

const drain = async ({ siblings, exchange, meter }: RelayParts, notice: RelayNotice): Promise<void> => {
  const untilMs = Date.now() + drainMs;
  await Promise.all(exchange.connections().map(async (connection) => sendRelayNotice(connection, notice)));
  // without a sibling there is nowhere to move to, and waiting would only keep the operator
  if (siblings.connected() === 0) return;
  while (meter.open() > 0 && Date.now() < untilMs) {
    await new Promise((resolve) => void setTimeout(resolve, drainCheckMs));
  }
};

const within = async (ms: number, work: Promise<void>): Promise<void> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
};

/** Everything that says where the relay is, once its ports are known. */
interface Whereabouts {
  readonly pages: readonly string[];
  readonly relays: (own?: Reach) => readonly string[];
  readonly stun: (own?: Reach) => readonly string[];
}

const whereaboutsOf = (
  settings: RelaySettings,
  { parts, direct, stun, isSecure }: Running,
  httpPort: number,
): Whereabouts => {
  const peerId = parts.node.peerId.toString();
  const reaches = reachesOf({ host: settings.host, port: httpPort, secure: isSecure }, settings.publicHost);
  const withOwn = (own: Reach | undefined): readonly Reach[] => (own === undefined ? reaches : [own, ...reaches]);
  const directly = (reach: Reach): readonly string[] =>
    direct === undefined || settings.webrtcPort === 'off'
      ? []
      : directMultiaddrs(reach, settings.webrtcPort, direct.hashes(), peerId);
  return {
    pages: reaches.map(webAddress),
    relays: (own) => [
      ...new Set([
        ...withOwn(own).map((reach) => webSocketMultiaddr(reach, peerId)),
        ...reaches.flatMap(directly),
        ...parts.siblings.addresses,
      ]),
    ],
    stun: (own) => (stun === undefined ? [] : [...new Set(withOwn(own).map((reach) => stunUri(reach, stun.port)))]),
  };
};

interface Running {
  readonly parts: RelayParts;
  readonly direct: DirectPort | undefined;
  readonly stun: StunServer | undefined;
  readonly isSecure: boolean;
}

const stopRunning = async ({ parts, direct, stun }: Running): Promise<void> => {
  parts.exchange.stop();
  parts.siblings.stop();
  direct?.stop();
  await Promise.all([stun?.stop(), within(stopWithinMs, Promise.resolve(parts.node.stop()))]);
};

const httpPortOf = ({ node }: RelayParts): number => {
  const parts = node.getMultiaddrs().flatMap((address) => multiaddr(address).getComponents());
  return Number(parts.find((one) => one.name === 'tcp')?.value);
};

const healthOf = (parts: RelayParts, startedAtMs: number, isDraining: boolean, version: string): RelayHealth => ({
  ok: !isDraining,
  status: isDraining ? 'draining' : 'serving',
  uptime: Math.floor((Date.now() - startedAtMs) / 1000),
  peers: parts.exchange.peers(),
  reservations: parts.desk.count(),
  connections: parts.node.getConnections().length,
  circuits: parts.meter.open(),
  siblings: parts.siblings.connected(),
  version,
});

export const startRelay = async (options: RelayOptions): Promise<Relay> => {
  const { data, settings, page, log } = options;
  const startedAtMs = Date.now();
  const version = packageVersion();
  let isDraining = false;
  let answer: RequestListener = (_request, response) => void response.writeHead(503).end();
  let where: Whereabouts = { pages: [], relays: () => [], stun: () => [] };
  const notice = (type: RelayNotice['type']): RelayNotice => {
    const connected = parts.siblings.connectedAddresses();
    return { type, stun: where.stun(), siblings: connected.length > 0 ? connected : parts.siblings.addresses };
  };

  const metrics = createRelayMetrics(() => healthOf(parts, startedAtMs, isDraining, version));
  const tls = await readCertificate(settings);
  const direct = await openDirect(options);
  const parts = await startRelayParts({
    ...{ settings, seed: data.seed, tls, direct, metrics, log },
    answer: (request, response) => answer(request, response),
    isDraining: () => isDraining,
    about: () => notice('about'),
  }).catch((error: unknown) => {
    throw portProblem(error, settings);
  });
  const { network } = data;
  // Whoever has a long link, with the chain id alone, may come here before it meets a node.
  await serveSpec(parts.node, network);
  const port = httpPortOf(parts);
  const stun = await startStun(options, port, metrics.stun).catch(async (error: unknown) => {
    await parts.node.stop();
    throw error;
  });
  const running: Running = { parts, direct, stun, isSecure: tls !== undefined };
  where = whereaboutsOf(settings, running, port);
  answer = pageAnswers({
    ...(page === undefined ? {} : { page }),
    ...(settings.metrics ? { metrics } : {}),
    ...{ spec: data.spec, relays: where.relays, stun: where.stun, allowOrigin: settings.allowOrigin },
    health: () => healthOf(parts, startedAtMs, isDraining, version),
  });
  const relays = where.relays();
  const { pages } = where;
  log.say('info', 'relay started', { version, relays, stun: where.stun() });

  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    stopped ??= stopRunning(running);
    return stopped;
  };
  return {
    ...{ page: pages[0] ?? '', pages, relays, stun: where.stun(), port, peerId: parts.node.peerId.toString(), stop },
    // others open the link: a LAN address before loopback
    link: network.linkFrom(pages[settings.publicHost.length === 0 ? 1 : 0] ?? pages[0] ?? '', relays),
    renewCertificate: async () => {
      const renewed = await readCertificate(settings);
      if (renewed !== undefined) parts.port.renew(renewed);
    },
    drain: async () => {
      isDraining = true;
      log.say('info', 'draining', { clients: parts.exchange.connections().length, circuits: parts.meter.open() });
      await drain(parts, notice('leaving'));
      await stop();
      log.say('info', 'relay stopped');
    },
  };
};
