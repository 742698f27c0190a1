// Headers that an attacker makes: really sealed, on any block it knows, with promises that it does not keep, or with a
// seal that does not hold. Everything that a header alone can be checked for is right, except what is meant to be wrong.

import { compareBytes, concatBytes, toHex } from '../../core/bytes/index.ts';
import type { ConsensusEngine } from '../../core/consensus/index.ts';
import { appendToRange, type MountainRange, rangeRoot, sha256 } from '../../core/crypto/index.ts';
import {
  bytesOf,
  encodeHeader,
  type Header,
  type Hex32,
  protocolVersion,
  sealDigestOf,
  type SealedHeader,
  sealHeader,
  transactionRootOf,
} from '../../core/model/index.ts';
import type { SeededRandom } from './seeded-random.ts';
import { findNonce } from './simulated-sealer.ts';

/** What a forged header stands on. */
export interface Ground {
  readonly sealed: SealedHeader;
  readonly grandparentTime: number | undefined;
  readonly range: MountainRange;
}

export interface Forger {
  readonly engine: ConsensusEngine;
  readonly chainId: Hex32;
  readonly producer: Hex32;
  readonly random: SeededRandom;
}

/** A header of an empty block on `ground` whose roots of state and receipts are made up. */
const falseHeader = ({ engine, chainId, producer, random }: Forger, ground: Ground, now: number): Header => {
  const parent = ground.sealed.header;
  const preparation = engine.prepare({ parent, grandparentTime: ground.grandparentTime }, now);
  if (preparation.type !== 'ready') throw new Error('a forger does not wait');
  return {
    ...{ version: protocolVersion, chainId, producer, gasUsed: 0 },
    ...{ height: parent.height + 1, parent: ground.sealed.id, time: preparation.time },
    transactionRoot: transactionRootOf([]),
    stateRoot: toHex(random.bytes(32)),
    receiptRoot: toHex(random.bytes(32)),
    historyRoot: toHex(rangeRoot(ground.range)),
    consensus: preparation.consensus,
  };
};

const targetOf = ({ consensus }: Header): Uint8Array =>
  consensus.kind === 'pow' ? bytesOf(consensus.target) : new Uint8Array(32);

const triesMax = 64;

/** Sealed for real, with an id above `above`, or `undefined` when luck does not help. */
export const forgeSealed = (forger: Forger, ground: Ground, now: number, above: Hex32): SealedHeader | undefined => {
  const header = falseHeader(forger, ground, now);
  const digest = sealDigestOf(encodeHeader(header));
  for (let tries = 0; tries < triesMax; tries++) {
    const sealed = sealHeader(header, findNonce(digest, targetOf(header), forger.random.below(2 ** 32)));
    if (sealed.id > above) return sealed;
  }
  return undefined;
};

/** With a seal that misses the target. */
export const forgeUnsealed = (forger: Forger, ground: Ground, now: number): SealedHeader => {
  const header = falseHeader(forger, ground, now);
  const digest = sealDigestOf(encodeHeader(header));
  for (;;) {
    const nonce = forger.random.bytes(8);
    if (compareBytes(sha256(concatBytes(digest, nonce)), targetOf(header)) >= 0) return sealHeader(header, nonce);
  }
};

/** On a forged block another one can stand. */
export const groundOn = (below: Ground, sealed: SealedHeader): Ground => ({
  sealed,
  grandparentTime: below.sealed.header.time,
  range: appendToRange(below.range, bytesOf(sealed.id)),
});
