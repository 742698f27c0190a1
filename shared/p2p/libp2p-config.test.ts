// What is set on libp2p by hand.

import { TopicValidatorResult, type TopicValidatorFn } from '@libp2p/gossipsub';
import { generateKeyPair } from '@libp2p/crypto/keys';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import { expect, test } from 'vitest';
import { publicKeyOf } from '../core/crypto/index.ts';
import { createNodeLibp2p, ignoreOtherTopics } from './libp2p-config.ts';
import { peerIdOfSeed } from './peer-id-of-seed.ts';

test('a message on a topic that nobody here asked for is ignored, one on ours is judged by ours', async () => {
  const topicValidators = new Map<string, TopicValidatorFn>([['ours', () => TopicValidatorResult.Accept]]);
  ignoreOtherTopics({ topicValidators });
  const peer = peerIdFromPrivateKey(await generateKeyPair('Ed25519'));
  const message = { type: 'unsigned', topic: 'x', data: new Uint8Array(0) } as const;
  const verdict = async (topic: string) => topicValidators.get(topic)?.(peer, message);
  expect(await verdict('ours')).toBe(TopicValidatorResult.Accept);
  expect(await verdict('not ours')).toBe(TopicValidatorResult.Ignore);
});

test('with the public key that belongs to the seed a node is the peer of that seed', async () => {
  const seed = Uint8Array.from({ length: 32 }, (_, index) => index * 3);
  const node = await createNodeLibp2p({
    ...{ seed, publicKey: publicKeyOf(seed), listen: [], transports: [], gater: {} },
  });
  expect(node.peerId.toString()).toBe(await peerIdOfSeed(seed));
  await node.stop();
});
