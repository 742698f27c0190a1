// Whole networks on one thread and a virtual clock. docs/simulation.md says what is modelled.

export type { Attack } from './attackers.ts';
export { allFaults, type FaultKind } from './faults.ts';
export { rememberedCheck } from './remembered-check.ts';
export { type SeededRandom, seededRandom } from './seeded-random.ts';
export { runSimulation, type SimulationFailure, type SimulationPlan, type SimulationReport } from './simulation.ts';
