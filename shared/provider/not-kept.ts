// What a node says that began at a settled block (docs/protocol/sync.md, "State at a settled block") when somebody asks for older
// blocks: it never had them. Owns the sentences.

import type { TabchainNode } from '../core/node/index.ts';

type ExecutedChain = Pick<TabchainNode['chain'], 'executedFrom' | 'mode'>;

/** The lowest height whose block is here, beside the genesis block; of a node that has all, the first. */
export const lowestKept = ({ executedFrom }: ExecutedChain): number => Math.max(1, executedFrom());

/** Whether the bodies of the chain begin above the genesis block. */
export const startedLate = (chain: ExecutedChain): boolean => chain.mode === 'full' && lowestKept(chain) > 1;

/** `what` begins a sentence. */
export const notKeptMessage = (chain: ExecutedChain, what: string): string =>
  `${what}: this node started from the proved state of block ${lowestKept(chain) - 1} and has blocks from ` +
  `${lowestKept(chain)} on only. A node that executed the chain from its beginning has all of them.`;
