// Between gossipsub and the Network port. A message waits here for the node's verdict before gossipsub forwards it; one
// that gets none in 5 s is ignored (gossipsub would have forgotten it by then). Peers that gossip does not reach, because
// their path is a relayed one or their first moments are not over, are served over their node stream.
// Bounds: 1,024 messages waiting for a verdict, 256 of one peer, 64 KiB each; 500 a second of one peer, 2,000 at once, what
// is more is ignored (a busy network is no offence); 8,192 remembered ids for two minutes.

import { TopicValidatorResult, type GossipSub, type Message } from '@libp2p/gossipsub';
import { toHex } from '../core/bytes/index.ts';
import type { GossipTopic, GossipVerdict, NetworkEvent, PeerId } from '../core/node/ports.ts';
import { gossipMessageId } from './gossip-message-id.ts';
import { gossipBytesMax } from './node-codec.ts';
import { createRecentIds, type RecentIds } from './recent-ids.ts';
import { createTokenBucket, type TokenBucket } from './token-bucket.ts';

const verdictTimeoutMs = 5_000;
/** Gossip may come before the hello on the same connection. */
const upTimeoutMs = 2_000;
const waitingMax = 1_024;
/** So that one peer cannot take all the places. */
const waitingPerPeerMax = 256;
const messageLimits = { capacity: 2_000, perSecond: 500 };
/** Twice as many as there can be peers. */
const bringersMax = 64;
const rememberedMax = 8_192;
/** As long as gossipsub remembers an id; after that a transaction may be gossiped again. */
const rememberedForMs = 120_000;

const results = {
  accept: TopicValidatorResult.Accept,
  reject: TopicValidatorResult.Reject,
  ignore: TopicValidatorResult.Ignore,
} as const;

export interface GossipBridgeOptions {
  readonly pubsub: GossipSub;
  /** 64 hexadecimal digits */
  readonly chainId: string;
  readonly isUp: (peer: PeerId) => boolean;
  readonly peersUp: () => readonly PeerId[];
  readonly onGossip: (event: Extract<NetworkEvent, { type: 'gossip' }>) => void;
  /** Hands a message to a peer over its node stream. */
  readonly sendByStream: (peer: PeerId, topic: GossipTopic, bytes: Uint8Array) => void;
  readonly onRejected: (peer: PeerId, topic: GossipTopic) => void;
  readonly onOversize: (topic: GossipTopic, length: number) => void;
}

export interface GossipBridge {
  readonly publish: (topic: GossipTopic, bytes: Uint8Array) => void;
  readonly judge: (messageId: string, verdict: GossipVerdict) => void;
  /** A gossiped message that came over a node stream. */
  readonly takeFromStream: (peer: PeerId, topic: GossipTopic, bytes: Uint8Array) => void;
  readonly peerIsUp: (peer: PeerId) => void;
  readonly stop: () => void;
}

interface State {
  readonly options: GossipBridgeOptions;
  /** by message id, what to do with the verdict */
  readonly waiting: Map<string, (verdict: GossipVerdict) => void>;
  /** what to do once a peer is up, or is not after all */
  readonly untilUp: Map<PeerId, Set<() => void>>;
  readonly recent: RecentIds;
  /** what each peer has brought lately */
  readonly bringers: Map<PeerId, Bringer>;
}

interface Bringer {
  readonly bucket: TokenBucket;
  waiting: number;
}

const topics: readonly GossipTopic[] = ['block', 'transaction'];

const topicName = ({ options }: State, topic: GossipTopic): string => `/tabchain/${options.chainId}/${topic}`;

const idOf = (state: State, topic: GossipTopic, data: Uint8Array): string =>
  toHex(gossipMessageId({ type: 'unsigned', topic: topicName(state, topic), data }));

/** To all who are up: by gossip whom gossip reaches, over node streams the others. */
const spread = async (state: State, topic: GossipTopic, bytes: Uint8Array, from?: PeerId): Promise<void> => {
  const { pubsub, peersUp, sendByStream } = state.options;
  // gossipsub refuses to publish only when it has been stopped
  const { recipients } = await pubsub.publish(topicName(state, topic), bytes).catch(() => ({ recipients: [] }));
  const reached = new Set(recipients.map((peer) => peer.toString()));
  for (const peer of peersUp()) if (peer !== from && !reached.has(peer)) sendByStream(peer, topic, bytes);
};

/** Gossipsub forwards what it brought; to those who are not subscribed, over their node streams. */
const passOn = (state: State, topic: GossipTopic, bytes: Uint8Array, from: PeerId): void => {
  const { pubsub, peersUp, sendByStream } = state.options;
  const subscribed = new Set(pubsub.getSubscribers(topicName(state, topic)).map((peer) => peer.toString()));
  for (const peer of peersUp()) if (peer !== from && !subscribed.has(peer)) sendByStream(peer, topic, bytes);
};

const bringerOf = ({ bringers }: State, peer: PeerId): Bringer => {
  const known = bringers.get(peer);
  if (known !== undefined) return known;
  const [oldest] = [...bringers].find(([, { waiting }]) => waiting === 0) ?? [];
  if (bringers.size >= bringersMax && oldest !== undefined) bringers.delete(oldest);
  const fresh: Bringer = { bucket: createTokenBucket(messageLimits, Date.now()), waiting: 0 };
  bringers.set(peer, fresh);
  return fresh;
};

/** Asks the node for its verdict, and waits for it. */
const ask = async (
  state: State,
  id: string,
  peer: PeerId,
  topic: GossipTopic,
  bytes: Uint8Array,
): Promise<GossipVerdict> => {
  const { waiting, options } = state;
  const bringer = bringerOf(state, peer);
  const hasPlace = waiting.size < waitingMax && bringer.waiting < waitingPerPeerMax;
  if (!hasPlace || !bringer.bucket.take(1, Date.now())) return 'ignore';
  bringer.waiting += 1;
  return new Promise((resolve) => {
    const settle = (verdict: GossipVerdict): void => {
      clearTimeout(timer);
      if (waiting.delete(id)) bringer.waiting -= 1;
      if (verdict === 'reject') options.onRejected(peer, topic);
      resolve(verdict);
    };
    const timer = setTimeout(() => settle('ignore'), verdictTimeoutMs);
    waiting.set(id, settle);
    options.onGossip({ type: 'gossip', peer, topic, messageId: id, bytes });
  });
};

/** Whether the peer is up, or comes up within two seconds. */
const isUpSoon = async ({ options, untilUp }: State, peer: PeerId): Promise<boolean> => {
  const waiters = untilUp.get(peer) ?? new Set();
  if (options.isUp(peer) || waiters.size >= waitingMax) return options.isUp(peer);
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      waiters.delete(finish);
      if (waiters.size === 0) untilUp.delete(peer);
      resolve(options.isUp(peer));
    };
    const timer = setTimeout(finish, upTimeoutMs);
    untilUp.set(peer, waiters.add(finish));
  });
};

const validate = async (
  state: State,
  peer: PeerId,
  topic: GossipTopic,
  message: Message,
): Promise<TopicValidatorResult> => {
  if (message.data.length > gossipBytesMax) {
    state.options.onRejected(peer, topic);
    return TopicValidatorResult.Reject;
  }
  if (!(await isUpSoon(state, peer))) return TopicValidatorResult.Ignore;
  const id = toHex(gossipMessageId(message));
  // what came over a node stream before is known to the node
  if (!state.recent.add(id, Date.now())) return TopicValidatorResult.Ignore;
  const verdict = await ask(state, id, peer, topic, message.data);
  if (verdict === 'accept') passOn(state, topic, message.data, peer);
  return results[verdict];
};

const takeFromStream = async (state: State, peer: PeerId, topic: GossipTopic, bytes: Uint8Array): Promise<void> => {
  const id = idOf(state, topic, bytes);
  if (!state.recent.add(id, Date.now())) return;
  if ((await ask(state, id, peer, topic, bytes)) === 'accept') await spread(state, topic, bytes, peer);
};

export const createGossipBridge = (options: GossipBridgeOptions): GossipBridge => {
  const { pubsub } = options;
  const recent = createRecentIds(rememberedMax, rememberedForMs);
  const state: State = { options, waiting: new Map(), untilUp: new Map(), recent, bringers: new Map() };
  for (const topic of topics) {
    const name = topicName(state, topic);
    pubsub.topicValidators.set(name, async (peer, message) => validate(state, peer.toString(), topic, message));
    pubsub.subscribe(name);
  }
  return {
    publish: (topic, message) => {
      if (message.length > gossipBytesMax) {
        options.onOversize(topic, message.length);
        return;
      }
      // gossipsub encodes it later
      const bytes = message.slice();
      // said again within two minutes it would reach nobody new
      if (state.recent.add(idOf(state, topic, bytes), Date.now())) void spread(state, topic, bytes);
    },
    judge: (id, verdict) => state.waiting.get(id)?.(verdict),
    takeFromStream: (peer, topic, bytes) => void takeFromStream(state, peer, topic, bytes),
    peerIsUp: (peer) => {
      for (const finish of [...(state.untilUp.get(peer) ?? [])]) finish();
    },
    stop: () => {
      for (const settle of [...state.waiting.values()]) settle('ignore');
      for (const topic of topics) {
        pubsub.topicValidators.delete(topicName(state, topic));
        pubsub.unsubscribe(topicName(state, topic));
      }
    },
  };
};
