// Whole networks on one thread and a virtual clock. docs/simulation.md says what is modelled.

export type { Attack } from './attackers.ts';
export { createChannel } from './channel.ts';
export { allFaults, type FaultKind } from './faults.ts';
export { forgeSealed, type Ground, groundOn } from './forged-header.ts';
export { rememberedCheck } from './remembered-check.ts';
export type { KeyOwnersReport } from './key-owners.ts';
export { type SeededRandom, seededRandom } from './seeded-random.ts';
export { runSimulation } from './simulation.ts';
export type { SplitReport } from './split.ts';
export type { SimulationFailure, SimulationPlan, SimulationReport } from './simulation-plan.ts';
export { drawCharacter, modestBytesPerMs } from './topology.ts';
export { createVirtualTime } from './virtual-time.ts';
