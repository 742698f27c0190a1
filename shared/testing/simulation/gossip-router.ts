// Gossip as one simulated node sees it: what it publishes or accepts goes to all its neighbours, each message is handed
// to the node once, and the verdict decides whether it goes on. Like gossipsub with a mesh of all links, but without
// its repair (IHAVE, IWANT): what is lost on all ways stays lost, and sync has to make up for it. Bounds: messages are
// remembered for two minutes, verdicts awaited for five seconds.

import { toHex } from '../../core/bytes/index.ts';
import { hash } from '../../core/crypto/index.ts';
import type { GossipTopic, GossipVerdict, PeerId } from '../../core/node/index.ts';
import type { SeededRandom } from './seeded-random.ts';

export interface GossipMessage {
  readonly id: string;
  readonly topic: GossipTopic;
  readonly bytes: Uint8Array;
}

export interface GossipRouterPorts {
  readonly now: () => number;
  readonly random: SeededRandom;
  /** to all neighbours but one */
  readonly spread: (message: GossipMessage, except: PeerId | undefined) => void;
  readonly deliver: (from: PeerId, message: GossipMessage) => void;
  readonly rejected: (from: PeerId, message: GossipMessage) => void;
}

export interface GossipRouter {
  readonly publish: (topic: GossipTopic, bytes: Uint8Array) => void;
  /** A neighbour brings a message. Returns what became of it, for the log. */
  readonly arrive: (from: PeerId, message: GossipMessage) => 'new' | 'known' | 'again';
  readonly judge: (messageId: string, verdict: GossipVerdict) => void;
}

/** As the real host: shared/p2p/gossip-bridge.ts. */
const rememberedForMs = 120_000;
const verdictTimeoutMs = 5_000;
/** Now and then a copy gets past the memory, as it does when a message comes over two transports. */
const forgottenPermille = 20;

interface Asked {
  readonly from: PeerId;
  readonly message: GossipMessage;
  readonly at: number;
}

const topicCode = { block: 0, transaction: 1 } as const;

const idOf = (topic: GossipTopic, bytes: Uint8Array): string =>
  toHex(hash('message', Uint8Array.of(topicCode[topic]), bytes)).slice(0, 32);

export const createGossipRouter = (ports: GossipRouterPorts): GossipRouter => {
  const seen = new Map<string, number>(); // in order of time
  const asked = new Map<string, Asked>();
  let copies = 0;
  const remember = (id: string): void => {
    const now = ports.now();
    for (const [old, at] of seen) {
      if (at + rememberedForMs > now) break;
      seen.delete(old);
    }
    seen.set(id, now);
  };
  const ask = (from: PeerId, message: GossipMessage): void => {
    asked.set(message.id, { from, message, at: ports.now() });
    ports.deliver(from, message);
  };
  return {
    publish: (topic, bytes) => {
      const id = idOf(topic, bytes);
      if (seen.has(id)) return;
      remember(id);
      ports.spread({ id, topic, bytes }, undefined);
    },
    arrive: (from, message) => {
      if (!seen.has(message.id)) {
        remember(message.id);
        ask(from, message);
        return 'new';
      }
      if (!ports.random.happens(forgottenPermille)) return 'known';
      ask(from, { ...message, id: `${message.id}+${copies++}` });
      return 'again';
    },
    judge: (messageId, verdict) => {
      const one = asked.get(messageId);
      if (one === undefined) return;
      asked.delete(messageId);
      const [id = messageId] = messageId.split('+');
      if (verdict === 'reject') ports.rejected(one.from, one.message);
      if (verdict !== 'accept' || one.at + verdictTimeoutMs < ports.now()) return;
      ports.spread({ ...one.message, id }, one.from);
    },
  };
};
