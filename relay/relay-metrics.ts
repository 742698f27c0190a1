// What a relay counts, for Prometheus: only sums, nobody's address or identity. Label values are our own words, never
// a client's, so that the number of series is bounded.

import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';

/** Why something was not done for somebody. */
export type Refusal =
  | 'full'
  | 'address-full'
  | 'tag'
  | 'draining'
  | 'origin'
  | 'circuit-rate'
  | 'circuits-full'
  | 'circuits-of-peer'
  | 'reserve-protocol'
  | 'broken-rule'
  | 'idle';

export interface RelayCounts {
  readonly connections: number;
  readonly peers: number;
  readonly reservations: number;
  readonly circuits: number;
  readonly siblings: number;
}

export interface RelayMetrics {
  readonly circuitOpened: () => void;
  readonly relayed: (bytes: number) => void;
  readonly exchanged: (kind: 'advertise' | 'want' | 'passed-on') => void;
  readonly stun: (outcome: 'answered' | 'ignored' | 'limited') => void;
  readonly refused: (reason: Refusal) => void;
  readonly contentType: string;
  readonly text: () => Promise<string>;
}

const addGauges = (registry: Registry, counts: () => RelayCounts): void => {
  const gauge = (name: keyof RelayCounts, help: string): void => {
    new Gauge({
      name: `tabchain_relay_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(counts()[name]);
      },
    });
  };
  gauge('connections', 'Connections of libp2p that are open.');
  gauge('peers', 'Peers that have advertised themselves.');
  gauge('reservations', 'Peers that can be reached through this relay.');
  gauge('circuits', 'Relayed connections that are open.');
  gauge('siblings', 'Sibling relays that are connected.');
};

/** `counts` is read when the metrics are. */
export const createRelayMetrics = (counts: () => RelayCounts): RelayMetrics => {
  const registry = new Registry();
  const registers = [registry];
  addGauges(registry, counts);
  const circuits = new Counter({
    ...{ name: 'tabchain_relay_circuits_opened_total', help: 'Relayed connections opened.', registers },
  });
  const bytes = new Counter({
    ...{ name: 'tabchain_relay_relayed_bytes_total', help: 'Bytes relayed, both ways.', registers },
  });
  const exchange = new Counter({
    ...{ name: 'tabchain_relay_exchange_requests_total', help: 'Messages of peer exchange.', registers },
    labelNames: ['kind'],
  });
  const stun = new Counter({
    ...{ name: 'tabchain_relay_stun_requests_total', help: 'Datagrams on the STUN port.', registers },
    labelNames: ['outcome'],
  });
  const refused = new Counter({
    ...{ name: 'tabchain_relay_refused_total', help: 'What was refused, by reason.', registers },
    labelNames: ['reason'],
  });
  let hasProcess = false;
  return {
    circuitOpened: () => circuits.inc(),
    relayed: (count) => bytes.inc(count),
    exchanged: (kind) => exchange.inc({ kind }),
    stun: (outcome) => stun.inc({ outcome }),
    refused: (reason) => refused.inc({ reason }),
    contentType: registry.contentType,
    text: async () => {
      // observers of the process cost something: only where somebody reads them
      if (!hasProcess) collectDefaultMetrics({ register: registry });
      hasProcess = true;
      return registry.metrics();
    },
  };
};
