// Why a block was left beside the chain, in a sentence:
// for the fork view, from the reasons that chain_forks gives.

import type { TreeBlock } from '../../../shared/provider/index.ts';

export const leftBehindText = ({ why, fault }: Pick<TreeBlock, 'why' | 'fault'>): string => {
  switch (why) {
    case 'refused':
      return fault === undefined
        ? 'This tab refused it, or a block below it: a rule was broken.'
        : `This tab executed it and refused it: ${fault}.`;
    case 'lighter':
      return 'The chain that is followed has more weight: more work went into it.';
    case 'tie':
      return 'Both weigh the same; then the block with the lower id is followed, so that all nodes choose alike.';
    case 'body-missing':
      return 'Its header came, but nobody has sent its transactions yet.';
    case 'not-yet':
      return 'It is heavier and about to be followed, or parts too far below to be followed at all.';
    default:
      return 'It is on the chain that is followed.';
  }
};
