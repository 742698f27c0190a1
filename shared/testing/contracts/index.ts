// Contracts under test: by themselves on a world in maps, and on the real state.

export {
  argumentBytes,
  type CallOptions,
  type CallResult,
  type ContractStage,
  contractStage,
  type DeployedContract,
  keyOf,
  valueOf,
} from './contract-stage.ts';
export { createMemoryWorld, type MemoryWorld } from './memory-world.ts';
