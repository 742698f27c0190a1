// What the consensus says of a block, in sentences that a person who never saw a blockchain can follow. Pure; the block screen
// shows them as name and text.

import type { BlockListItem } from '../../../shared/provider/index.ts';
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

const inWords = (count: number): string => (count === 1 ? 'one zero' : `${count} zeros`);

/** The first digits of an id, enough to compare by eye. */
const startOf = (id: string): string => `${id.slice(2, 14)}…`;

const workLines = (block: BlockListItem, target: string): readonly ConsensusLine[] => {
  const zeros = leadingZeros(block.id);
  const needed = zerosBelow(target);
  const more = zeros > needed ? `, ${inWords(zeros - needed)} more than it had to` : '';
  return [
    {
      name: 'Work',
      text: `Its id begins with ${inWords(zeros)}${more}. Read as a number, ${startOf(block.id)} is below the target ${startOf(target)}, and only that was asked.`,
    },
    { name: 'How hard', text: `One hash in ${hashesPerBlock(target)} is so small: its maker tried about as many.` },
  ];
};

/** The slots between a block and its parent that stayed empty, in words; nothing where none did. Somebody's turn was missed. */
const missedText = (missed: number): string =>
  missed <= 0 ? '' : missed === 1 ? ', one slot was missed before' : `, ${missed} slots were missed before`;

/** Where lots are drawn, it may be that nobody won them. */
const emptyText = (empty: number): string =>
  empty <= 0 ? '' : empty === 1 ? ', one slot before it stayed empty' : `, ${empty} slots before it stayed empty`;

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
  if (height === 0) return [{ name: 'Beginning', text: 'Nobody made it: it follows from the spec of the network.' }];
  if (consensus.kind === 'pow') return workLines(block, consensus.target);
  // Slots are counted from 0, and the first block may come long after the beginning: nobody missed those before it.
  const missed = parentSlot === undefined || height === 1 ? 0 : consensus.slot - parentSlot - 1;
  if (consensus.kind === 'poa') {
    const { slot, signers } = consensus;
    const before = missedText(missed);
    const who = signers === undefined ? 'Made in' : `Signer ${(slot % signers) + 1} of ${signers},`;
    return [{ name: 'Turn', text: `${who} slot ${slot}${before}.` }];
  }
  const won = { name: 'Draw', text: `Won slot ${consensus.slot}${emptyText(missed)}.` };
  if (consensus.draw === undefined) return [won];
  const [drawn, threshold] = shares(consensus.draw.drawn, consensus.draw.threshold);
  const text = `Its maker drew ${drawn}, which is below ${threshold}: its share of all coins at stake.`;
  return [won, { name: 'Why it won', text }];
};
