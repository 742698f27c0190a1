// Free text between the people and programs of one chain: topics that anyone may open, heard only while subscribed.
// The author is not known: gossip carries no signatures, so `from` is the peer that brought the message. Eight random
// bytes stand before each text, because gossip takes equal messages for one and people say "hello" twice.
// Bounds: 32 topics, names of 64 bytes, texts of 16 KiB.

import { TopicValidatorResult, type GossipSub } from '@libp2p/gossipsub';
import type { PeerId } from '../core/node/ports.ts';

const topicsMax = 32;
const nameBytesMax = 64;
const textBytesMax = 16_384;
const nonceBytes = 8;

export type FreeTopicFault =
  | { readonly type: 'topic-name-invalid'; readonly limit: number }
  | { readonly type: 'topic-limit'; readonly limit: number }
  | { readonly type: 'topic-text-too-long'; readonly limit: number };

export interface FreeTopics {
  readonly subscribe: (topic: string) => FreeTopicFault | undefined;
  readonly unsubscribe: (topic: string) => void;
  /** How many peers it was sent to. */
  readonly publish: (topic: string, text: string) => Promise<{ readonly reached: number } | FreeTopicFault>;
  readonly stop: () => void;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

const encodeText = (text: Uint8Array): Uint8Array => {
  const message = new Uint8Array(nonceBytes + text.length);
  crypto.getRandomValues(message.subarray(0, nonceBytes));
  message.set(text, nonceBytes);
  return message;
};

export const decodeText = (message: Uint8Array): string | undefined => {
  if (message.length < nonceBytes || message.length > nonceBytes + textBytesMax) return undefined;
  try {
    return decoder.decode(message.subarray(nonceBytes));
  } catch {
    return undefined; // TextDecoder offers no other way to learn that the bytes are not UTF-8
  }
};

export const createFreeTopics = (
  pubsub: GossipSub,
  chainId: string,
  onText: (topic: string, from: PeerId, text: string) => void,
): FreeTopics => {
  const subscribed = new Set<string>();
  const fullName = (topic: string): string => `/tabchain/${chainId}/free/${topic}`;
  const isName = (topic: string): boolean => topic.length > 0 && encoder.encode(topic).length <= nameBytesMax;

  const leave = (topic: string): void => {
    if (!subscribed.delete(topic)) return;
    pubsub.topicValidators.delete(fullName(topic));
    pubsub.unsubscribe(fullName(topic));
  };

  return {
    subscribe: (topic) => {
      if (!isName(topic)) return { type: 'topic-name-invalid', limit: nameBytesMax };
      if (subscribed.has(topic)) return undefined;
      if (subscribed.size >= topicsMax) return { type: 'topic-limit', limit: topicsMax };
      subscribed.add(topic);
      pubsub.topicValidators.set(fullName(topic), (from, { data }) => {
        const text = decodeText(data);
        if (text === undefined) return TopicValidatorResult.Reject;
        onText(topic, from.toString(), text);
        return TopicValidatorResult.Accept;
      });
      pubsub.subscribe(fullName(topic));
      return undefined;
    },
    unsubscribe: leave,
    publish: async (topic, text) => {
      if (!isName(topic)) return { type: 'topic-name-invalid', limit: nameBytesMax };
      const data = encoder.encode(text);
      if (data.length > textBytesMax) return { type: 'topic-text-too-long', limit: textBytesMax };
      const { recipients } = await pubsub.publish(fullName(topic), encodeText(data));
      return { reached: recipients.length };
    },
    stop: () => {
      for (const topic of [...subscribed]) leave(topic);
    },
  };
};
