// A host's answer to why it has no peers: what it knows, what its relays answer right now, what the platform's probes
// find, and the advice that follows. Owns nothing; bounds: every look has a deadline, together about five seconds.

import type { Libp2p } from '@libp2p/interface';
import { peerIdFromString } from '@libp2p/peer-id';
import { adviceFor } from './connection-advice.ts';
import type { Diagnosis, DiagnosisFacts, Gathered, HttpFinding, RelayFinding } from './diagnosis.ts';
import type { HostParts } from './host-parts.ts';
import type { Independence } from './independence.ts';
import type { NodePeer } from './node-peers.ts';
import type { KnownRelay } from './relay-keeper.ts';

const pingTimeoutMs = 2_000;
/** Two pings without an answer, and a moment for them to travel. */
const silentAfterMs = 5_000;

/** What the host's snapshot says at this moment. */
export interface HostState {
  readonly peers: readonly NodePeer[];
  readonly independence: Independence;
  readonly clockOffsetMs: number | undefined;
}

const roundTrip = async ({ node }: HostParts, relay: KnownRelay): Promise<number | undefined> => {
  try {
    const signal = AbortSignal.timeout(pingTimeoutMs);
    return await node.services.ping.ping(peerIdFromString(relay.peerId), { signal });
  } catch {
    return undefined; // no answer in time, or gone meanwhile: there is no round trip to tell
  }
};

const placeOf = (place: 'held' | NonNullable<RelayFinding['refusal']> | undefined): Partial<RelayFinding> =>
  place === undefined || place === 'held' ? { place: place ?? 'none' } : { place: 'refused', refusal: place };

const lookAtRelay = async (parts: HostParts, relay: KnownRelay, peer: NodePeer | undefined): Promise<RelayFinding> => {
  const { record, options } = parts;
  const { peerId, addresses, connected } = relay;
  const address = addresses[0] ?? '';
  const { reason, place, told } = record.relay(peerId);
  const kind = peer === undefined ? 'relay' : 'terminal';
  if (!connected) {
    const http: HttpFinding | undefined = await options.probes?.http(address);
    return {
      ...{ peerId, address, kind, reached: false, place: 'none', reason: reason ?? 'not tried yet' },
      ...(http === undefined ? {} : { http }),
      // a terminal node that is full closes the connection again
      ...(place === 'full' ? { place: 'refused', refusal: place } : {}),
    };
  }
  const rttMs = peer?.rttMs ?? (await roundTrip(parts, relay));
  return {
    ...{ peerId, address, kind, reached: true, place: 'none' },
    // whoever is linked to a node can be reached through it
    ...(peer === undefined ? placeOf(place) : { place: 'held' }),
    ...(rttMs === undefined ? {} : { rttMs: Math.round(rttMs) }),
    ...(told === undefined ? {} : { told }),
  };
};

const udpOf = (gathered: Gathered | undefined, relays: readonly RelayFinding[]): DiagnosisFacts['udp'] => {
  if (gathered?.webrtc !== 'works') return 'unknown';
  const { srflx, asked, hasPublic } = gathered.candidates;
  if (srflx > 0) return 'open';
  const isAnswering = relays.some(({ reached, kind }) => reached && kind === 'relay');
  return asked > 0 && !hasPublic && isAnswering ? 'blocked' : 'unknown';
};

const webrtcFacts = (gathered: Gathered | undefined): Pick<DiagnosisFacts, 'webrtc' | 'candidates'> => {
  if (gathered?.webrtc !== 'works') return { webrtc: gathered?.webrtc ?? 'unused' };
  const { host, srflx, relay, mdns } = gathered.candidates;
  return { webrtc: 'works', candidates: { host, srflx, relay, mdns } };
};

const countPeers = (peers: readonly NodePeer[]): DiagnosisFacts['peers'] => {
  const through = (path: NodePeer['path']): number => peers.filter((peer) => peer.path === path).length;
  return {
    ...{ direct: through('direct'), websocket: through('websocket'), relayed: through('relayed') },
    silent: peers.filter(({ silentMs }) => silentMs > silentAfterMs).length,
  };
};

const ownCount = (node: Libp2p, peers: readonly string[]): number =>
  peers.filter((peer) => peer !== node.peerId.toString()).length;

/** `state` is asked for after the probes have looked, so that all of it is of one moment. */
const diagnoseHost = async (parts: HostParts, state: () => HostState): Promise<Diagnosis> => {
  const { options, keeper, record, dials, node } = parts;
  const isHidden = options.hideAddress === true;
  const before = new Map(state().peers.map((peer) => [peer.id, peer]));
  const [gathered, relays] = await Promise.all([
    // a hidden address is not given to anybody, for a look neither
    isHidden ? undefined : options.probes?.gather(),
    Promise.all(keeper.list().map(async (relay) => lookAtRelay(parts, relay, before.get(relay.peerId)))),
  ]);
  const { peers, independence, clockOffsetMs } = state();
  const nowMs = Date.now();
  const stall = record.stall();
  const facts: DiagnosisFacts = {
    ...{ time: nowMs, kind: options.kind, hideAddress: isHidden, online: options.probes?.isOnline() ?? true },
    ...{ relays, ...webrtcFacts(gathered), udp: udpOf(gathered, relays), peers: countPeers(peers) },
    known: ownCount(
      node,
      dials.known(nowMs).map(({ peer }) => peer),
    ),
    ...{ dials: record.failedDials(nowMs), independence },
    ...(clockOffsetMs === undefined ? {} : { clockOffsetMs }),
    ...(stall === undefined ? {} : { stall }),
  };
  return { ...facts, advice: adviceFor(facts) };
};

/** One look at a time: who asks while one is under way gets the same answer. */
export const createDiagnosing = (parts: HostParts, state: () => HostState): (() => Promise<Diagnosis>) => {
  let looking: Promise<Diagnosis> | undefined;
  return async () => {
    looking ??= diagnoseHost(parts, state).finally(() => {
      looking = undefined;
    });
    return looking;
  };
};
