// The networks that attacks are played on, one for each kind of consensus: of work every hash in sixteen is a seal, of stake
// three wallets stake the same, of authority they sign in turn. Also who may make the next block on each. Owns nothing.

import type { ChainSpec, ConsensusKind } from '../core/model/index.ts';
import {
  authoritySpec,
  type BlockForge,
  type ForgedBlock,
  type ForgeOrder,
  stakeSpec,
  testBlockTimeMs,
  testSpec,
  walletOf,
} from '../testing/index.ts';

export const everyKind: readonly ConsensusKind[] = ['pow', 'pos', 'poa'];

export const networkOf = (kind: ConsensusKind, changes: Partial<ChainSpec> = {}): ChainSpec => {
  switch (kind) {
    case 'pow':
      return testSpec(changes);
    case 'pos':
      return stakeSpec({}, changes);
    case 'poa':
      return authoritySpec({}, changes);
  }
};

/** Wallets 1, 2 and 3 stake, or sign in this order. */
const validatorsCount = 3;

const slotAt = ({ spec }: BlockForge, time: number): number => Math.floor((time - spec.genesisTime) / testBlockTimeMs);

/**
 * What makes an honest block on this parent, by whoever may, `skipped` block times after the next: two blocks of one key
 * in one slot would be a double signature.
 */
export const honestOrder = (forge: BlockForge, { header }: ForgedBlock, skipped = 0): ForgeOrder => {
  const timeAfter = (blocks: number): number => header.time + (blocks + 1) * testBlockTimeMs;
  switch (forge.spec.consensus.kind) {
    case 'pow':
      return { time: timeAfter(skipped) };
    case 'poa': {
      const time = timeAfter(skipped);
      return { time, wallet: walletOf(1 + (slotAt(forge, time) % validatorsCount)) };
    }
    // Each wins one slot in three: whoever comes again after nine has won another meanwhile.
    case 'pos':
      return { time: timeAfter(3 * skipped), wallet: walletOf(1 + (skipped % validatorsCount)) };
  }
};

/** The same by one of these validators, each in a slot of its own; where draws win slots they take turns in drawing. */
export const orderAmong = (
  forge: BlockForge,
  parent: ForgedBlock,
  seats: readonly number[],
  turn: number,
): ForgeOrder => {
  if (forge.spec.consensus.kind !== 'poa') {
    return { time: parent.header.time + testBlockTimeMs, wallet: walletOf(seats[turn % seats.length] ?? 1) };
  }
  const orders = Array.from({ length: validatorsCount }, (_, skipped) => honestOrder(forge, parent, skipped));
  const own = orders.find(({ wallet }) => seats.some((seat) => walletOf(seat).publicKey === wallet?.publicKey));
  if (own === undefined) throw new Error('none of these validators has a slot');
  return own;
};
