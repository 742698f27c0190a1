// The search for seals on several threads, both halves of it; a kind of node adds how its threads start and talk.

export { createPoolSealer, type PoolSealer, type PoolSealerOptions, sealThreadCountMax } from './pool-sealer.ts';
export type { SealCommand, SealReport } from './seal-messages.ts';
export { createSealSearch, type SealSearchWorld } from './seal-search.ts';
export type { SealThread, SealThreadFault, StartSealThread } from './seal-thread-pool.ts';
