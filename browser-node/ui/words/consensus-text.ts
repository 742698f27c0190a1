// What the consensus says of a block, in sentences that a person who never saw a blockchain can follow. Pure; the block screen
// shows them as name and text.

import type { BlockListItem } from '../../../shared/provider/index.ts';
import { words } from './language.ts';
import { hashesPerBlock } from './quantity.ts';

export interface ConsensusLine {
  readonly name: string;
  readonly text: string;
}

/** Zeros at the start of an id in hexadecimal. */
const leadingZeros = (id: string): number => /^0x(0*)/.exec(id)?.[1]?.length ?? 0;

/** Zeros that an id has at least to be below the target. */
const zerosBelow = (target: string): number => {
  const highest = BigInt(target) - 1n;
  return highest < 0n ? 64 : 64 - highest.toString(16).replace(/^0$/, '').length;
};

/** The first digits of an id, enough to compare by eye. */
const startOf = (id: string): string => `${id.slice(2, 14)}…`;

const workLines = (block: BlockListItem, target: string): readonly ConsensusLine[] => {
  const { facts } = words().produce;
  const zeros = leadingZeros(block.id);
  const more = zeros - zerosBelow(target);
  return [
    { name: facts.work, text: facts.workText(zeros, more, startOf(block.id), startOf(target)) },
    { name: facts.hard, text: facts.hardText(hashesPerBlock(target)) },
  ];
};

const billion = 1_000_000_000;

/** Two shares to be compared, with so many digits that they differ. */
const shares = (drawn: number, threshold: number): readonly [string, string] => {
  const digits = [4, 6, 9].find((count) => (drawn / billion).toFixed(count) !== (threshold / billion).toFixed(count));
  return [(drawn / billion).toFixed(digits ?? 9), (threshold / billion).toFixed(digits ?? 9)];
};
/** The slot of a block; none where blocks have none, and where it is not there. */
export const slotOf = (block: BlockListItem | undefined): number | undefined =>
  block === undefined || block.consensus.kind === 'pow' ? undefined : block.consensus.slot;

/** `parentSlot` is the slot of the block before, where it is known. */
export const consensusFacts = (block: BlockListItem, parentSlot?: number): readonly ConsensusLine[] => {
  const { consensus, height } = block;
  const { facts } = words().produce;
  if (height === 0) return [{ name: facts.beginning, text: facts.beginningText }];
  if (consensus.kind === 'pow') return workLines(block, consensus.target);
  // Slots are counted from 0, and the first block may come long after the beginning: nobody missed those before it.
  const missed = parentSlot === undefined || height === 1 ? 0 : consensus.slot - parentSlot - 1;
  if (consensus.kind === 'poa') {
    const { slot, signers } = consensus;
    const text =
      signers === undefined ? facts.madeIn(slot, missed) : facts.signerIn((slot % signers) + 1, signers, slot, missed);
    return [{ name: facts.turn, text }];
  }
  const won = { name: facts.draw, text: facts.won(consensus.slot, missed) };
  if (consensus.draw === undefined) return [won];
  const [drawn, threshold] = shares(consensus.draw.drawn, consensus.draw.threshold);
  return [won, { name: facts.whyWon, text: facts.whyWonText(drawn, threshold) }];
};
