// net_*: peers, addresses, dialling, and free topics. What the host answers is passed on in the API's words; how much it
// does at once is bounded by the host.

import type { PeerShape, ResultOf } from './api.ts';
import { notPossibleNow, wrongParam } from './api-error.ts';
import type { HostReply } from './backend.ts';
import type { Methods, ProviderParts } from './methods.ts';
import { showPeer } from './show-network.ts';

type NetMethod =
  | 'net_peers'
  | 'net_known'
  | 'net_addresses'
  | 'net_dial'
  | 'net_diagnose'
  | 'net_settings'
  | 'net_subscribe'
  | 'net_unsubscribe'
  | 'net_publish';

/** A multiaddr that says whom to expect there. */
const addressForm = /^\/.+\/p2p\/[1-9A-HJ-NP-Za-km-z]{20,128}$/;

/** How the bytes would go, for a peer that has no node stream (yet): a relay, most of the time. */
const pathOf = (address: string): PeerShape['path'] => {
  if (/\/(webrtc|webrtc-direct)\//.test(address)) return 'direct';
  return address.includes('/p2p-circuit') ? 'relayed' : 'websocket';
};

/** By the names of the host's own faults; any other reason is a sentence. */
const topicSentences: Readonly<Record<string, string>> = {
  'topic-name-invalid': 'That is not a name for a topic: use letters, digits and signs, and not too many.',
  'topic-limit': 'This node follows as many topics as it can. Leave one first.',
  'topic-text-too-long': 'The text is too long to be published.',
};

const unwrapTopic = <T>(reply: HostReply<T>): T => {
  if (reply.ok) return reply.value;
  const { reason } = reply;
  const message = Object.hasOwn(topicSentences, reason) ? topicSentences[reason] : undefined;
  if (message === undefined) throw notPossibleNow('network-not-ready', `That is not possible now: ${reason}.`);
  if (reason === 'topic-limit') throw notPossibleNow(reason, message);
  throw wrongParam(reason === 'topic-text-too-long' ? 'text' : 'topic', message, reason);
};

const dial = async ({ options, holder }: ProviderParts, address: string): Promise<ResultOf<'net_dial'>> => {
  const live = holder.need();
  const typed = address.trim();
  if (!addressForm.test(typed)) {
    const expected = 'a multiaddr that ends in /p2p/ and the id of the peer';
    throw wrongParam('address', `The address must be ${expected}.`, 'address-invalid', expected);
  }
  const reply = await options.host.dial(typed);
  if (!reply.ok) throw notPossibleNow('not-reachable', `Nobody answered at that address: ${reply.reason}.`);
  const peer = options.host.snapshot()?.peers.find(({ peerId }) => peerId === reply.value);
  if (peer !== undefined) return showPeer(peer, live.session.node.snapshot());
  return { peerId: reply.value, path: pathOf(typed), kind: 'relay', score: 0, since: options.clock.now() };
};

export const netMethods = (parts: ProviderParts): Methods<NetMethod> => {
  const { options, holder } = parts;
  const { host } = options;
  return {
    net_peers: () => {
      const snapshot = holder.need().session.node.snapshot();
      const seen = host.snapshot();
      return [...(seen?.peers ?? []), ...(seen?.relays.linked ?? [])].map((peer) => showPeer(peer, snapshot));
    },
    net_known: () => {
      holder.need();
      return (host.snapshot()?.known ?? []).map(({ peerId, addresses, lastSeen }) => ({ peerId, addresses, lastSeen }));
    },
    net_addresses: () => {
      holder.need();
      return host.snapshot()?.addresses ?? [];
    },
    net_dial: ({ address }) => dial(parts, address),
    net_diagnose: async () => {
      holder.need();
      const reply = await host.diagnose();
      if (!reply.ok) throw notPossibleNow('network-not-ready', `That is not possible now: ${reply.reason}.`);
      return reply.value;
    },
    net_settings: async (change) => {
      const reply = await host.settings(change);
      if (!reply.ok) throw notPossibleNow('setting-fixed', `That is not possible here: ${reply.reason}.`);
      return reply.value;
    },
    net_subscribe: async ({ topic }) => {
      holder.need();
      unwrapTopic(await host.subscribe(topic));
      return {};
    },
    net_unsubscribe: async ({ topic }) => {
      holder.need();
      unwrapTopic(await host.unsubscribe(topic));
      return {};
    },
    net_publish: async ({ topic, text }) => {
      holder.need();
      return { reached: unwrapTopic(await host.publish(topic, text)) };
    },
  };
};
