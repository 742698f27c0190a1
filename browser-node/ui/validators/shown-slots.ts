// Slots as the screen shows them: which one it is now, what became of those before, and whose the next ones are.
// Pure: of the network's spec, the newest blocks and the list of signers. Bounded by the count that is asked for.

import type { BlockListItem, ChainSpecShape } from '../../../shared/provider/index.ts';

/** What of a spec makes slots. */
export interface SlotTerms {
  readonly genesisTime: number;
  readonly slotMs: number;
  /** proof of authority: blocks between a change of signers and the first under it */
  readonly activationDelay: number;
  /** proof of stake */
  readonly epochSlots: number;
  readonly unbondingBlocks: number;
}

const numberIn = (fields: object, name: string): number => {
  const found = Object.entries(fields).find(([key]) => key === name)?.[1] as unknown;
  return typeof found === 'number' ? found : 0;
};

/** `undefined` where the network has no slots. */
export const slotTermsOf = (spec: ChainSpecShape): SlotTerms | undefined => {
  const { consensus } = spec;
  if (typeof consensus !== 'object' || consensus === null) return undefined;
  const slotMs = numberIn(consensus, 'slotMs');
  if (slotMs <= 0) return undefined;
  return {
    genesisTime: numberIn(spec, 'genesisTime'),
    slotMs,
    activationDelay: numberIn(consensus, 'activationDelay'),
    epochSlots: numberIn(consensus, 'epochSlots'),
    unbondingBlocks: numberIn(consensus, 'unbondingBlocks'),
  };
};

export const slotAt = ({ genesisTime, slotMs }: SlotTerms, now: number): number =>
  Math.max(0, Math.floor((now - genesisTime) / slotMs));

export interface ShownSlot {
  readonly slot: number;
  /** `open`: it goes on and has no block yet; `empty`: it has passed without one */
  readonly state: 'made' | 'empty' | 'open' | 'ahead';
  readonly isNow: boolean;
  readonly block?: BlockListItem;
  /** whose turn it is or was, where turns are taken and the list says */
  readonly due?: string;
}

const slotOf = ({ consensus, height }: BlockListItem): number | undefined =>
  consensus.kind === 'pow' || height === 0 ? undefined : consensus.slot;

export interface SlotsAsked {
  readonly now: number;
  /** newest first */
  readonly blocks: readonly BlockListItem[];
  /** in the order of their slots; none where lots are drawn */
  readonly signers: readonly string[];
  readonly before: number;
  readonly after: number;
}

/** Slots around this moment, the oldest first; none from before the oldest of the blocks. */
export const slotsAround = (terms: SlotTerms, asked: SlotsAsked): readonly ShownSlot[] => {
  const current = slotAt(terms, asked.now);
  const made = new Map(asked.blocks.map((block) => [slotOf(block), block]));
  const oldest = Math.min(current, ...asked.blocks.flatMap((block) => slotOf(block) ?? []));
  const newestSlot = Math.max(-1, ...asked.blocks.flatMap((block) => slotOf(block) ?? []));
  const shown: ShownSlot[] = [];
  for (let slot = Math.max(oldest, current - asked.before); slot <= current + asked.after; slot++) {
    const block = made.get(slot);
    const state =
      block !== undefined
        ? 'made'
        : slot < current
          ? 'empty'
          : slot === current && newestSlot < slot
            ? 'open'
            : 'ahead';
    const due = asked.signers.length === 0 ? undefined : asked.signers[slot % asked.signers.length];
    shown.push({
      slot,
      state,
      isNow: slot === current,
      ...(block === undefined ? {} : { block }),
      ...(due === undefined ? {} : { due }),
    });
  }
  return shown;
};

export interface Tally {
  readonly made: number;
  /** own turns that have passed without a block */
  readonly missed: number;
  /** slots that have passed since the oldest of the blocks, and those of them without a block */
  readonly slots: number;
  readonly empty: number;
}

/** After days in which nobody was there, more slots than anybody wants to count have passed. */
export const countedMax = 500;

/** What an account has made of the slots that the blocks reach back to, the newest `countedMax` of them. */
export const tallyOf = (
  terms: SlotTerms,
  own: string | undefined,
  asked: Omit<SlotsAsked, 'before' | 'after'>,
): Tally => {
  const slots = slotsAround(terms, { ...asked, before: countedMax, after: 0 }).filter(({ isNow }) => !isNow);
  const empty = slots.filter(({ state }) => state === 'empty');
  return {
    made: slots.filter(({ block }) => block !== undefined && block.producer === own).length,
    missed: empty.filter(({ due }) => due !== undefined && due === own).length,
    slots: slots.length,
    empty: empty.length,
  };
};
