// Consensus: who may add a block, and which chain weighs more. Imports model, crypto and bytes; never state.

export type { ConsensusFault } from './consensus-fault.ts';
export type {
  Ancestry,
  Candidate,
  ConsensusEngine,
  ConsensusFacts,
  Preparation,
  PromisedHeader,
  SealTask,
} from './engine.ts';
export { engineFor, loneSealHolds, loneWeight, type SealChecks } from './engine-for.ts';
export { createPoaEngine, leaderOf } from './poa.ts';
export { createPosEngine, inEpoch, type Vrf } from './pos.ts';
export { createPowEngine } from './pow.ts';
export { createNonceSearch, createPowKernel, kernelBytes, type NonceSearch } from './pow-kernel/index.ts';
export { contextBytesMax, decodeContext, encodeContext, type ValidatorContext } from './validator-context.ts';
