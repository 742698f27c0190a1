// Blocks in order: header tree, fork choice, import ladder, faults. Imports state, consensus, model, crypto, bytes.

export type { Advance, CondemnedBlock, HeadChange } from './advance.ts';
export { type Archived, archiveStep } from './archive.ts';
export { type ArchivedIds, createArchivedIds, idBytes, idsPerPage } from './archived-ids.ts';
export {
  ancestorAt,
  type BlockNode,
  type BlockTree,
  childrenOf,
  cutLoose,
  historyRootAfter,
  rangeOf,
  sealedOf,
} from './block-tree.ts';
export { type Chain, type ChainBase, type ChainMode, createChain } from './chain.ts';
export { ancestryOf } from './check-header.ts';
export { type Checkpoint, contradicts } from './checkpoint.ts';
export { bodyMatchesHeader } from './check-block.ts';
export type { AppliedBlock } from './execute-block.ts';
export { type BlockFault, blockFaults, type FaultMeaning, type HeaderFault, meaningOf } from './fault.ts';
export { isBetter } from './fork-choice.ts';
export { type ForeignBranch, isForeignHeavier, lookAtForeign, staysApart } from './foreign-branch.ts';
export { createGenesis, type Genesis } from './genesis.ts';
export type { TooDeepBranch } from './position.ts';
