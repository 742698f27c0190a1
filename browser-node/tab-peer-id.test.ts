// The peer id that the page computes by itself is the one that libp2p gives.

import { expect, test } from 'vitest';
import { publicKeyOf } from '../shared/core/crypto/index.ts';
import { peerIdOfSeed } from '../shared/p2p/index.ts';
import { tabPeerId } from './tab-peer-id.ts';

test('a tab has the peer id that libp2p makes of its seed', async () => {
  for (let first = 0; first < 256; first += 17) {
    const seed = Uint8Array.from({ length: 32 }, (_, index) => (first + index * 7) % 256);
    expect(tabPeerId(publicKeyOf(seed))).toBe(await peerIdOfSeed(seed));
  }
});
