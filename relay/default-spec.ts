// The chain that a relay's page opens when no link names another: made once, kept in the data folder, served as bytes.
// Only the first difficulty is measured: this machine's search speed, so that one tab on it finds the first blocks at
// about the pace that the network aims at. Later the retarget rule follows whatever joins.

import { availableParallelism } from 'node:os';
import { targetOfHashes } from '../shared/core/model/index.ts';
import { createNonceSearch, createPowKernel } from '../shared/core/consensus/index.ts';

const blockTimeMs = 10_000;
const measureMs = 150;
const sliceNonces = 1 << 16;

/** Nonces that all cores together try in a second, as one core's kernel does in a short while. */
const hashesPerSecond = (): number => {
  const task = { sealDigest: new Uint8Array(32), target: new Uint8Array(32) };
  const search = createNonceSearch(createPowKernel('simd'), task, { high: 0, low: 0, highStep: 1 });
  search(sliceNonces); // the first run compiles
  const from = performance.now();
  let tried = 0;
  while (performance.now() - from < measureMs) tried += search(sliceNonces).tried;
  return (tried / (performance.now() - from)) * 1000 * availableParallelism();
};

/** `randomBytes` is cryptographic; `nowMs` is ms since 1970 and becomes the genesis time. The result is JSON. */
export const defaultSpec = (randomBytes: (length: number) => Uint8Array, nowMs: number): object => ({
  name: 'Classroom',
  symbol: 'TAB',
  decimals: 6,
  genesisTime: nowMs,
  // equal presets are different chains
  salt: Array.from(randomBytes(16), (byte) => byte.toString(16).padStart(2, '0')).join(''),
  reward: '5000000',
  consensus: {
    kind: 'pow',
    blockTimeMs,
    // an hour of blocks is 360: a class of 30 that starts to mine at once finds its pace within some 300 blocks
    retarget: { kind: 'asert', halfLifeMs: 60 * blockTimeMs },
    initialTarget: targetOfHashes((hashesPerSecond() * blockTimeMs) / 1000),
  },
  allocations: [],
});
