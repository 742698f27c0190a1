// The id of a gossiped message: SHA-256 of its topic's length, its topic and its data. Equal data on one topic is one
// message, whoever sends it; gossipsub forgets an id after two minutes. Remembers the id of each message object, since
// gossipsub and the bridge both ask.

import type { Message } from '@libp2p/gossipsub';
import { sha256 } from '@noble/hashes/sha2.js';

const known = new WeakMap<Message, Uint8Array>();
const encoder = new TextEncoder();

export const gossipMessageId = (message: Message): Uint8Array => {
  const before = known.get(message);
  if (before !== undefined) return before;
  const topic = encoder.encode(message.topic);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, topic.length);
  const id = sha256.create().update(length).update(topic).update(message.data).digest();
  known.set(message, id);
  return id;
};
