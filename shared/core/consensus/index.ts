// Consensus: who may add a block, and which chain weighs more. Imports model, crypto and bytes; never state.

export type { Ancestry, ConsensusEngine, ConsensusFault, Preparation, SealTask } from './engine.ts';
export { type ConsensusNotAvailable, engineFor, loneSealHolds, loneWeight } from './engine-for.ts';
export { createPowEngine } from './pow.ts';
export { createNonceSearch, createPowKernel, kernelBytes, type NonceSearch } from './pow-kernel/index.ts';
