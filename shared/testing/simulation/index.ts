// Whole networks on one thread and a virtual clock. docs/simulation.md says what is modelled.

export type { Attack } from './attackers.ts';
export { allFaults, type FaultKind } from './faults.ts';
export type { LinkCharacter } from './channel.ts';
export { createEventLog } from './event-log.ts';
export { createProcessGate } from './process-gate.ts';
export { type SeededRandom, seededRandom } from './seeded-random.ts';
export { createMicrotaskSettler } from './settle-microtasks.ts';
export { createSimulatedNetwork, type SimulatedNetwork } from './simulated-network.ts';
export { runSimulation, type SimulationFailure, type SimulationPlan, type SimulationReport } from './simulation.ts';
export { createVirtualTime } from './virtual-time.ts';
