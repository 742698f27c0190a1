// How much this tab keeps, what it has verified, the chain as a file, how independent it is.
// Sizes and counts come with their unit.

import { forms } from './forms.ts';

export const care = {
  howMuch: {
    title: 'How much this tab keeps',
    full: 'Full',
    fullText:
      'Every block is fetched, checked and kept here. Takes disk space and, at first, some time. This tab can mine and help others.',
    light: 'Light',
    lightText:
      'Only the headers of the blocks. Ready in seconds, also on a phone. For balances and payments this tab asks others for proofs, which it checks; it cannot mine.',
    failed: 'The mode was not changed.',
    changing: (mode: string) => `Changing to ${mode}…`,
    endsMining: 'Changing to light ends the mining in this tab.',
    starts: {
      label: 'Where a full tab starts',
      title: (chosen: string) => `Where a full tab starts: ${chosen}`,
      about:
        'Holds where this tab has no blocks yet: in networks that you join from now on, or join again after forgetting them. Blocks that are here already stay as they are.',
      auto: {
        name: 'Whichever is quicker',
        text: 'A short chain from its first block, a long one from the accounts as they were after a settled block.',
      },
      blocks: {
        name: 'At the first block',
        text: 'Every block is fetched and executed. Takes a while on a long chain, but then this tab has checked everything by itself and has all of the past.',
      },
      state: {
        name: 'At a settled block',
        text: 'The accounts as they were after that block, which its header proves. Ready sooner; what came before stays unknown here, and the chain cannot be saved as a file.',
      },
    },
  },
  verified: {
    light: (height: number) =>
      `Light mode: this tab has checked the headers and the work of all blocks up to ${height}. What is in the blocks it believes only with a proof.`,
    since: (height: number) =>
      `Verified by you since block ${height}: this tab has checked every block from there on by itself.`,
    fromState: 'It began with the accounts as they were before, which that block’s header proves.',
  },
  stored: {
    bare: 'what this page stores',
    withChain: (size: string) => `what this page stores (the chain: ${size})`,
    promised: (stored: string) => `This browser has promised to keep ${stored}. Only you can delete it.`,
    notPromised: (stored: string) => `This browser may delete ${stored} when space runs short.`,
  },
  chainFile: {
    title: 'Chain file',
    about:
      'All blocks of this network in one file. Whoever opens it checks every block as if it came from a peer, so it need not be trusted.',
    light: 'In light mode this tab has no blocks to save, and takes none in.',
    failed: 'The file was not taken in whole.',
    save: 'Save the chain',
    open: 'Open a file',
    blocks: 'Blocks',
    progress: (done: number, total: number) => `${done} of ${forms.counted(total, { one: 'block', other: 'blocks' })}`,
    saved: (blocks: number) => `Saved ${forms.counted(blocks, { one: 'block', other: 'blocks' })}.`,
    takenIn: (height: number) => `The chain is at block ${height}.`,
  },
};
