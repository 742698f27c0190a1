// The networks that the simulations run, and which seeds. `TABCHAIN_SEED=…` runs one seed alone, which is how a failure
// is looked at again; `TABCHAIN_NIGHTLY=1` runs a hundred. Owns the numbers of docs/simulation.md.

import sodium from 'libsodium-wrappers';
import { signatureCheckFrom } from '../../shared/core/crypto/index.ts';
import {
  allFaults,
  runSimulation,
  type SimulationFailure,
  type SimulationPlan,
  type SimulationReport,
} from '../../shared/testing/simulation/index.ts';

const seedsByDay = 5;
const seedsByNight = 100;

const givenSeed = process.env['TABCHAIN_SEED'];

/** Whether all the seeds run, so that together they must have seen every kind of trouble. */
export const runsAllSeeds = givenSeed === undefined;

export const seeds: readonly number[] =
  givenSeed === undefined
    ? Array.from({ length: process.env['TABCHAIN_NIGHTLY'] === '1' ? seedsByNight : seedsByDay }, (_, i) => i + 1)
    : [Number(givenSeed)];

/** Thirty tabs on bad networks, and everything goes wrong once. */
export const roughNetwork: SimulationPlan = {
  honestNodes: 30,
  miners: 10,
  attacks: [],
  faults: allFaults,
  links: { latencyMs: [20, 300], lossPermille: [0, 100], duplicatePermille: 50, relayedPermille: 100 },
  blockTimeMs: 5_000,
  // A partition of eight block times must not settle what has to be given up: the smaller side finds about three.
  settleDepth: 16,
  turbulentMs: 270_000,
  partitionMs: 40_000,
  people: 30,
  actEveryMs: 500,
  skewMsMax: 3_000,
};

/** A class of eight with everything that can go wrong, in two minutes. */
export const smallNetwork: SimulationPlan = {
  ...roughNetwork,
  honestNodes: 8,
  miners: 3,
  turbulentMs: 120_000,
  partitionMs: 20_000,
  people: 10,
};

export const run = async (seed: number, plan: SimulationPlan): Promise<SimulationReport | SimulationFailure> => {
  await sodium.ready;
  return runSimulation(seed, plan, signatureCheckFrom(sodium));
};

/** The report, or an error that says how to see it again and what happened last. */
export const expectToHold = (outcome: SimulationReport | SimulationFailure): SimulationReport => {
  if (!('violations' in outcome)) return outcome;
  const { seed, violations, lastEvents } = outcome;
  throw new Error(
    [`seed ${seed} (TABCHAIN_SEED=${seed} repeats it):`, ...violations, 'the last events:', ...lastEvents].join('\n'),
  );
};
