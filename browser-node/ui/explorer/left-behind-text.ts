// Why a block was left beside the chain, in a sentence:
// for the fork view, from the reasons that chain_forks gives.

import type { TreeBlock } from '../../../shared/provider/index.ts';
import { words } from '../words/index.ts';

export const leftBehindText = ({ why, fault }: Pick<TreeBlock, 'why' | 'fault'>): string => {
  const text = words().explorer.forkView;
  switch (why) {
    case 'refused':
      return fault === undefined ? text.refused : text.refusedFor(fault);
    case 'lighter':
      return text.lighter;
    case 'tie':
      return text.tie;
    case 'body-missing':
      return text.bodyMissing;
    case 'not-yet':
      return text.notYet;
    default:
      return text.onChain;
  }
};
