// The libp2p side of a relay put together: the shared port, WebRTC-direct where it is wanted, the gate for circuits, the
// meter, the desk, siblings and peer exchange. What each of them refuses or counts ends in the metrics and the log.

import type { RequestListener } from 'node:http';
import type { Connection, ConnectionGater, Libp2p } from '@libp2p/interface';
import {
  createNeighbourRelay,
  createRelayLibp2p,
  createTokenBucket,
  type RelayNotice,
  sendRelayNotice,
  type TokenBucket,
} from '../shared/p2p/index.ts';
import { meterCircuits, type CircuitMeter } from './circuit-meter.ts';
import { clientAddress } from './client-address.ts';
import type { DirectPort } from './direct-port.ts';
import { startExchangeServer, type ExchangeServer } from './exchange-server.ts';
import type { RelayLog } from './relay-log.ts';
import type { Refusal, RelayMetrics } from './relay-metrics.ts';
import type { RelaySettings } from './relay-settings.ts';
import { addressOf, createReservationDesk, type ReservationDesk } from './reservation-desk.ts';
import { webSocketsBesidePage, type Certificate, type SharedPort } from './shared-port.ts';
import { startSiblingRelays, type SiblingRelays } from './sibling-relays.ts';
import { judgeUpgrade } from './upgrade-gate.ts';

/** A newcomer to a full network makes some 30 attempts; afterwards two a second are retries enough. */
const circuitLimits = { capacity: 120, perSecond: 2 };

/** Tabs that hold a place, and as many again that come or go, or only load the page. */
const connectionsPerReservation = 2;

export interface RelayPartsOptions {
  readonly settings: RelaySettings;
  readonly seed: Uint8Array;
  readonly answer: RequestListener;
  readonly tls: Certificate | undefined;
  readonly direct: DirectPort | undefined;
  readonly metrics: RelayMetrics;
  readonly log: RelayLog;
  readonly isDraining: () => boolean;
  /** what a newcomer is told of this relay */
  readonly about: () => RelayNotice;
}

export interface RelayParts {
  readonly node: Libp2p;
  readonly port: SharedPort;
  readonly meter: CircuitMeter;
  readonly desk: ReservationDesk;
  readonly siblings: SiblingRelays;
  readonly exchange: ExchangeServer;
}

type OnRefused = (
  reason: Refusal,
  client: { readonly peer?: string; readonly address?: string },
  details?: string,
) => void;

const refusalTeller =
  ({ metrics, log }: RelayPartsOptions): OnRefused =>
  (reason, client, details) => {
    metrics.refused(reason);
    const level = reason === 'broken-rule' ? 'warn' : 'info';
    log.client(level, details === undefined ? 'refused' : `refused: ${details}`, { ...client, reason });
  };

const openPort = ({ settings, answer, tls, isDraining }: RelayPartsOptions, onRefused: OnRefused): SharedPort => {
  const { allowOrigin, behindProxy } = settings;
  return webSocketsBesidePage({
    answer,
    ...(tls === undefined ? {} : { tls }),
    clientOf: ({ socket, headers }) => {
      const forwarded = headers['x-forwarded-for'];
      return clientAddress(
        socket.remoteAddress ?? '',
        Array.isArray(forwarded) ? forwarded.join(',') : forwarded,
        behindProxy,
      );
    },
    refuses: (request) => {
      const verdict = judgeUpgrade(request, { allowOrigin, isDraining });
      if (verdict === 'open') return undefined;
      onRefused(verdict, { address: request.socket.remoteAddress ?? '' });
      return verdict === 'origin' ? '403 Forbidden' : '503 Service Unavailable';
    },
  });
};

/** Whether a peer may open one more circuit. */
const circuitGate = (
  { settings, isDraining }: RelayPartsOptions,
  meter: () => CircuitMeter | undefined,
  rates: Map<string, TokenBucket>,
  onRefused: OnRefused,
): ConnectionGater => {
  const refusalOf = (source: string): Refusal | undefined => {
    const rate = rates.get(source) ?? createTokenBucket(circuitLimits, Date.now());
    rates.set(source, rate);
    if (isDraining()) return 'draining';
    if ((meter()?.open() ?? 0) >= settings.circuits) return 'circuits-full';
    if ((meter()?.openedBy(source) ?? 0) >= settings.circuitsPerPeer) return 'circuits-of-peer';
    return rate.take(1, Date.now()) ? undefined : 'circuit-rate';
  };
  return {
    denyOutboundRelayedConnection: (source) => {
      const peer = source.toString();
      const refusal = refusalOf(peer);
      if (refusal !== undefined) onRefused(refusal, { peer });
      return refusal !== undefined;
    },
    // places are given to those who advertise themselves; the reservations of circuit-relay-v2 outlive their peer
    denyInboundRelayReservation: (source) => {
      onRefused('reserve-protocol', { peer: source.toString() });
      return true;
    },
  };
};

const listenAddresses = ({ host, port, webrtcPort }: RelaySettings, isSecure: boolean): readonly string[] => {
  const family = host.includes(':') ? 'ip6' : 'ip4';
  const direct = webrtcPort === 'off' ? [] : [`/${family}/${host}/udp/${webrtcPort}/webrtc-direct`];
  return [`/${family}/${host}/tcp/${port}${isSecure ? '/tls' : ''}/ws`, ...direct];
};

const limitOf = ({ circuitMebibytes, circuitSeconds }: RelaySettings) => ({
  bytes: circuitMebibytes * 1_048_576,
  durationMs: circuitSeconds * 1_000,
});

const clientOf = (connection: Connection) => ({
  peer: connection.remotePeer.toString(),
  address: addressOf(connection),
});

export const startRelayParts = async (options: RelayPartsOptions): Promise<RelayParts> => {
  const { settings, metrics, log, direct } = options;
  const onRefused = refusalTeller(options);
  const port = openPort(options, onRefused);
  const rates = new Map<string, TokenBucket>();
  const running: { meter?: CircuitMeter } = {};
  const node = await createRelayLibp2p({
    seed: options.seed,
    listen: listenAddresses(settings, options.tls !== undefined),
    transports: [port.transport, ...(direct === undefined ? [] : [direct.transport])],
    connectionsMax: connectionsPerReservation * settings.reservations,
    gater: circuitGate(options, () => running.meter, rates, onRefused),
  });
  node.addEventListener('peer:disconnect', ({ detail: peer }) => void rates.delete(peer.toString()));
  const meter = await meterCircuits(node, node.services.relay, {
    bytesPerSecond: settings.circuitKibibytesPerSecond * 1_024,
    onOpen: metrics.circuitOpened,
    onClose: () => undefined,
    onBytes: metrics.relayed,
  });
  running.meter = meter;
  const neighbours = createNeighbourRelay(node, node.services.relay, {
    reservationsMax: settings.reservations,
    limit: limitOf(settings),
  });
  const desk = createReservationDesk(neighbours, settings);
  const siblings = startSiblingRelays({
    node,
    addresses: settings.sibling,
    onLink: (address, linked) => log.say('info', linked ? 'sibling connected' : 'sibling lost', { sibling: address }),
  });
  const exchange = await startExchangeServer({
    ...{ node, desk, siblings, reservationsMax: settings.reservations, allowTag: settings.allowTag },
    ...{ isDraining: options.isDraining, count: metrics.exchanged },
    onRefused: (reason, connection, details) => onRefused(reason, clientOf(connection), details),
    onTurnedAway: (connection, type) => {
      void sendRelayNotice(connection, { ...options.about(), type });
    },
    onAdmitted: (connection) => {
      log.client('info', 'peer came', clientOf(connection));
      void sendRelayNotice(connection, options.about());
    },
  });
  return { node, port, meter, desk, siblings, exchange };
};
