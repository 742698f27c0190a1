// Links between simulated processes and the Network port of each. Owns who is linked with whom, who believes that a link
// is up, cuts, scores and refusals. Timings are those of the real host (shared/p2p): a silent link is dead after 6.5 s,
// 20 s where it is relayed; a lost one is dialled again within seconds; at −100 a peer is refused for good (the real host
// forgives after ten minutes, longer than a simulation). Bounded by the links it is given.

import type { GossipTopic, Network, NetworkEvent, PeerId } from '../../core/node/index.ts';
import { type Channel, createChannel, type LinkCharacter } from './channel.ts';
import type { EventLog } from './event-log.ts';
import { createGossipRouter, type GossipMessage, type GossipRouter } from './gossip-router.ts';
import type { ProcessGate } from './process-gate.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What all parts of one simulation share. */
export interface World {
  readonly time: VirtualTime;
  readonly random: SeededRandom;
  readonly log: EventLog;
}

export interface NetworkObserver {
  readonly onPenalty: (by: PeerId, peer: PeerId, points: number, reason: string) => void;
  readonly onSend: (from: PeerId, bytes: Uint8Array, limit: number) => void;
}

export interface SimulatedNetwork {
  /** A place on the network for a process to come. */
  readonly addPeer: (id: PeerId) => void;
  /** Two peers that know each other; the link comes up when both have a process. */
  readonly link: (a: PeerId, b: PeerId, character: LinkCharacter) => void;
  readonly areLinked: (a: PeerId, b: PeerId) => boolean;
  readonly neighbours: (id: PeerId) => readonly PeerId[];
  readonly isUp: (a: PeerId, b: PeerId) => boolean;
  /** A process begins; its links come up in the next seconds, or at once. */
  readonly start: (id: PeerId, gate: ProcessGate, dial: 'at once' | 'in seconds') => Network;
  /** A process is gone without goodbye. Some neighbours notice at once, others when it does not answer. */
  readonly vanish: (id: PeerId) => void;
  readonly pause: (id: PeerId) => void;
  readonly resume: (id: PeerId) => void;
  /** Bytes from one to the other do not pass. */
  readonly cut: (from: PeerId, to: PeerId) => void;
  readonly mend: (from: PeerId, to: PeerId) => void;
}

const deadAfterMs = { direct: 6_500, websocket: 20_000, relayed: 20_000 } as const;
const redialMinMs = 1_000;
const redialMaxMs = 5_000;
/** A crash closes its sockets half of the time; else silence has to tell. */
const closedPermille = 500;
const closedAfterMs = 50;
const refusedAtScore = -100;
/** What the real host takes for a rejected gossip message. */
const rejectedPoints = 20;
const messageBytesMax = 1024 * 1024;
const gossipBytesMax = 64 * 1024;

interface Host {
  readonly id: PeerId;
  readonly links: Map<PeerId, Link>;
  readonly scores: Map<PeerId, number>;
  gate: ProcessGate | undefined;
  listener: ((event: NetworkEvent) => void) | undefined;
  router: GossipRouter | undefined;
}

/** One end of a link, and the direction that leaves from it. */
interface End {
  readonly host: Host;
  readonly out: Channel;
  believesUp: boolean;
}

interface Link {
  readonly ends: readonly [End, End];
  readonly character: LinkCharacter;
  isDialling: boolean;
}

interface Parts {
  readonly world: World;
  readonly observer: NetworkObserver;
  readonly hosts: Map<PeerId, Host>;
}

const hostOf = ({ hosts }: Parts, id: PeerId): Host => {
  const host = hosts.get(id);
  if (host === undefined) throw new Error(`no peer ${id} in this network`);
  return host;
};

const linkOf = (parts: Parts, a: PeerId, b: PeerId): Link => {
  const link = hostOf(parts, a).links.get(b);
  if (link === undefined) throw new Error(`${a} and ${b} are not linked`);
  return link;
};

const endsOf = ({ ends }: Link, host: Host): { readonly own: End; readonly other: End } =>
  ends[0].host === host ? { own: ends[0], other: ends[1] } : { own: ends[1], other: ends[0] };

const tell = (host: Host, event: NetworkEvent): void => {
  host.gate?.enter(() => host.listener?.(event));
};

const goDown = ({ world }: Parts, link: Link, reason: string): void => {
  const believers = link.ends.filter((end) => end.believesUp);
  if (believers.length === 0) return;
  world.log.note(`down ${link.ends[0].host.id} ${link.ends[1].host.id} ${reason}`);
  for (const end of link.ends) {
    end.believesUp = false;
    end.out.reset();
  }
  for (const end of believers)
    tell(end.host, { type: 'peer-down', peer: endsOf(link, end.host).other.host.id, reason });
};

const isRefused = (by: Host, peer: Host): boolean => (by.scores.get(peer.id) ?? 0) <= refusedAtScore;

const canRise = ({ ends: [a, b] }: Link): boolean => {
  const isThere = ({ host, out }: End): boolean =>
    host.gate?.isOpen() === true && !host.gate.isPaused() && host.listener !== undefined && !out.isCut();
  return isThere(a) && isThere(b) && !isRefused(a.host, b.host) && !isRefused(b.host, a.host);
};

const rise = (parts: Parts, link: Link): void => {
  const [a, b] = link.ends;
  if ((a.believesUp && b.believesUp) || !canRise(link)) return;
  goDown(parts, link, 'it started again');
  parts.world.log.note(`up ${a.host.id} ${b.host.id}`);
  a.believesUp = b.believesUp = true;
  const { path } = link.character;
  tell(a.host, { type: 'peer-up', peer: b.host.id, path, kind: 'tab' });
  tell(b.host, { type: 'peer-up', peer: a.host.id, path, kind: 'tab' });
};

const dialLater = (parts: Parts, link: Link): void => {
  if (link.isDialling) return;
  link.isDialling = true;
  const { time, random } = parts.world;
  time.after(random.between(redialMinMs, redialMaxMs), () => {
    link.isDialling = false;
    rise(parts, link);
  });
};

/** The link goes down when nothing has been heard for too long. */
const watchSilence = (parts: Parts, link: Link, isStillSilent: () => boolean): void => {
  parts.world.time.after(deadAfterMs[link.character.path], () => {
    if (!isStillSilent()) return;
    goDown(parts, link, 'no answer');
    dialLater(parts, link); // comes to nothing until the cause is gone, which dials again
  });
};

const penalise = (parts: Parts, by: Host, peer: PeerId, points: number, reason: string): void => {
  const { world, observer, hosts } = parts;
  const score = (by.scores.get(peer) ?? 0) - points;
  by.scores.set(peer, score);
  world.log.note(`penalty ${by.id} ${peer} ${points} ${reason}`);
  observer.onPenalty(by.id, peer, points, reason);
  const link = by.links.get(peer);
  if (score <= refusedAtScore && link !== undefined && hosts.has(peer)) goDown(parts, link, `refused: ${reason}`);
};

const spread = (parts: Parts, from: Host, message: GossipMessage, except: PeerId | undefined): void => {
  for (const link of from.links.values()) {
    const { own, other } = endsOf(link, from);
    if (!own.believesUp || other.host.id === except) continue;
    own.out.datagram(message.bytes.length, () => {
      if (!other.believesUp) return;
      const what = other.host.router?.arrive(from.id, message) ?? 'lost';
      parts.world.log.note(`gossip ${from.id} ${other.host.id} ${message.topic} ${message.id} ${what}`);
    });
  }
};

const createRouter = (parts: Parts, host: Host): GossipRouter =>
  createGossipRouter({
    now: parts.world.time.now,
    random: parts.world.random.fork(),
    spread: (message, except) => {
      spread(parts, host, message, except);
    },
    deliver: (peer, { id, topic, bytes }) => {
      tell(host, { type: 'gossip', peer, topic, messageId: id, bytes });
    },
    rejected: (from, { topic }) => {
      penalise(parts, host, from, rejectedPoints, `a gossiped ${topic} was rejected`);
    },
  });

/** The checksum of a message's bytes in the log. */
const checksum = (bytes: Uint8Array): string => {
  let sum = 0x811c9dc5; // FNV-1a
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193);
  return (sum >>> 0).toString(16);
};

const send = (parts: Parts, from: Host, to: PeerId, message: Uint8Array): void => {
  parts.observer.onSend(from.id, message, messageBytesMax);
  const link = from.links.get(to);
  const ends = link && endsOf(link, from);
  if (ends?.own.believesUp !== true) return;
  const { own, other } = ends;
  const bytes = new Uint8Array(message);
  own.out.stream(bytes.length, () => {
    if (!other.believesUp) return;
    parts.world.log.note(`message ${from.id} ${to} ${bytes[0] ?? 0} ${bytes.length} ${checksum(bytes)}`);
    tell(other.host, { type: 'message', peer: from.id, bytes });
  });
};

const publish = (parts: Parts, host: Host, topic: GossipTopic, message: Uint8Array): void => {
  parts.observer.onSend(host.id, message, gossipBytesMax);
  host.router?.publish(topic, new Uint8Array(message));
};

const portOf = (parts: Parts, host: Host): Network => {
  const { gate } = host;
  const isMine = (): boolean => host.gate === gate && gate?.isOpen() === true;
  return {
    listen: (listener) => {
      host.listener = listener;
      for (const link of host.links.values()) {
        const { own, other } = endsOf(link, host);
        if (!own.believesUp) continue;
        listener({ type: 'peer-up', peer: other.host.id, path: link.character.path, kind: 'tab' });
      }
      return () => {
        if (host.listener === listener) host.listener = undefined;
      };
    },
    send: (peer, message) => {
      if (isMine()) send(parts, host, peer, message);
    },
    publish: (topic, message) => {
      if (isMine()) publish(parts, host, topic, message);
    },
    judge: (messageId, verdict) => {
      if (isMine()) host.router?.judge(messageId, verdict);
    },
    penalise: (peer, points, reason) => {
      if (isMine()) penalise(parts, host, peer, points, reason);
    },
  };
};

const start = (parts: Parts, id: PeerId, gate: ProcessGate, dial: 'at once' | 'in seconds'): Network => {
  const host = hostOf(parts, id);
  host.gate = gate;
  host.router = createRouter(parts, host);
  for (const link of host.links.values()) {
    if (dial === 'in seconds') dialLater(parts, link);
    else parts.world.time.after(0, () => rise(parts, link));
  }
  return portOf(parts, host);
};

const vanish = (parts: Parts, id: PeerId): void => {
  const host = hostOf(parts, id);
  const { time, random } = parts.world;
  host.gate = undefined;
  host.listener = undefined;
  host.router = undefined;
  for (const link of host.links.values()) {
    const { own, other } = endsOf(link, host);
    own.believesUp = false;
    const isStillGone = (): boolean => other.believesUp && !own.believesUp;
    if (!random.happens(closedPermille)) watchSilence(parts, link, isStillGone);
    else {
      time.after(closedAfterMs, () => {
        if (isStillGone()) goDown(parts, link, 'closed');
      });
    }
  }
};

const addLink = (parts: Parts, a: PeerId, b: PeerId, character: LinkCharacter): void => {
  const { time, random } = parts.world;
  const end = (id: PeerId): End => ({
    host: hostOf(parts, id),
    out: createChannel(time, random.fork(), character),
    believesUp: false,
  });
  const link: Link = { ends: [end(a), end(b)], character, isDialling: false };
  hostOf(parts, a).links.set(b, link);
  hostOf(parts, b).links.set(a, link);
};

const outOf = (parts: Parts, from: PeerId, to: PeerId): { readonly link: Link; readonly out: Channel } => {
  const link = linkOf(parts, from, to);
  return { link, out: endsOf(link, hostOf(parts, from)).own.out };
};

export const createSimulatedNetwork = (world: World, observer: NetworkObserver): SimulatedNetwork => {
  const parts: Parts = { world, observer, hosts: new Map() };
  const linksOf = (id: PeerId): readonly Link[] => [...hostOf(parts, id).links.values()];
  return {
    addPeer: (id) => {
      const fresh = { gate: undefined, listener: undefined, router: undefined };
      parts.hosts.set(id, { id, links: new Map(), scores: new Map(), ...fresh });
    },
    link: (a, b, character) => {
      addLink(parts, a, b, character);
    },
    areLinked: (a, b) => hostOf(parts, a).links.has(b),
    neighbours: (id) => [...hostOf(parts, id).links.keys()],
    isUp: (a, b) => linkOf(parts, a, b).ends.every((end) => end.believesUp),
    start: (id, gate, dial) => start(parts, id, gate, dial),
    vanish: (id) => {
      vanish(parts, id);
    },
    pause: (id) => {
      const { gate } = hostOf(parts, id);
      gate?.pause();
      for (const link of linksOf(id)) watchSilence(parts, link, () => gate?.isPaused() === true);
    },
    resume: (id) => {
      hostOf(parts, id).gate?.resume();
      for (const link of linksOf(id)) dialLater(parts, link);
    },
    cut: (from, to) => {
      const { link, out } = outOf(parts, from, to);
      watchSilence(parts, link, out.cut());
    },
    mend: (from, to) => {
      const { link, out } = outOf(parts, from, to);
      out.mend();
      dialLater(parts, link);
    },
  };
};
