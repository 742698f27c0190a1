// The networks that the simulations run, and how many seeds of each. `TABCHAIN_SEED=…` runs one seed alone, which is how a
// failure is looked at again; `TABCHAIN_NIGHTLY=1` runs all. Owns the numbers of docs/simulation.md.

import sodium from 'libsodium-wrappers';
import { signatureCheckFrom, type SignMessage } from '../../shared/core/crypto/index.ts';
import {
  allFaults,
  type Attack,
  modestBytesPerMs,
  runSimulation,
  type SimulationFailure,
  type SimulationPlan,
  type SimulationReport,
} from '../../shared/testing/simulation/index.ts';

export const isNight = process.env['TABCHAIN_NIGHTLY'] === '1';
const givenSeed = process.env['TABCHAIN_SEED'];

/** Whether all the seeds run, so that together they must have seen every kind of trouble. */
export const runsAllSeeds = givenSeed === undefined;

/** From 1 on, so many by day or by night. */
export const seedsOf = (byDay: number, byNight: number): readonly number[] =>
  givenSeed === undefined ? Array.from({ length: isNight ? byNight : byDay }, (_, i) => i + 1) : [Number(givenSeed)];

const minuteMs = 60_000;

/** Twenty tabs on bad networks for twenty minutes, in which everything goes wrong three times. */
export const roughNetwork: SimulationPlan = {
  honestNodes: 20,
  miners: 8,
  attacks: [],
  attackersMine: false,
  faults: allFaults,
  rounds: 3,
  links: {
    latencyMs: [20, 300],
    lossPermille: [0, 300],
    duplicatePermille: 50,
    relayedPermille: 100,
    bytesPerMs: modestBytesPerMs,
  },
  blockTimeMs: 10_000,
  // A partition of eight block times must not settle what has to be given up: the smaller side finds about three.
  settleDepth: 16,
  turbulentMs: 20 * minuteMs,
  partitionMs: 80_000,
  healsWithinBlocks: 20,
  people: 20,
  actEveryMs: 2_000,
  skewMsMax: 10_000,
};

/** A class of eight with everything that can go wrong in two minutes. */
export const smallNetwork: SimulationPlan = {
  ...roughNetwork,
  honestNodes: 8,
  miners: 3,
  faults: allFaults.filter((kind) => kind !== 'long pause'),
  rounds: 1,
  blockTimeMs: 5_000,
  turbulentMs: 2 * minuteMs,
  partitionMs: 20_000,
  people: 10,
  actEveryMs: 500,
};

/**
 * The same class, in which some tabs freeze for minutes, and when they are back all lids are closed for minutes. Who woke
 * among sleepers would mine alone on what it had, and settle it.
 */
export const sleepyNetwork: SimulationPlan = {
  ...smallNetwork,
  faults: ['long pause', 'all asleep'],
  turbulentMs: 12 * minuteMs,
  actEveryMs: 2_000,
};

/** A network of which those who mine sign blocks in slots instead; clocks are off by a quarter of a slot at most. */
export const signedAs = (kind: NonNullable<SimulationPlan['kind']>, plan: SimulationPlan): SimulationPlan => ({
  ...plan,
  kind,
  skewMsMax: Math.min(plan.skewMsMax, plan.blockTimeMs / 4),
});

/** Usual homes and offices: nobody wants to measure anything on the worst links. */
const usualLinks: SimulationPlan['links'] = {
  ...roughNetwork.links,
  latencyMs: [20, 150],
  lossPermille: [0, 50],
};

/** Thirty that all mine and of which none fails: what a network with attackers is held against. */
export const faultFree: SimulationPlan = {
  ...roughNetwork,
  honestNodes: 30,
  miners: 30,
  faults: [],
  links: usualLinks,
  blockTimeMs: 5_000,
  turbulentMs: (isNight ? 20 : 10) * minuteMs,
  skewMsMax: 3_000,
};

/** A class of which a third does not keep the protocol, for three minutes. */
export const smallThird: SimulationPlan = {
  ...smallNetwork,
  miners: 8,
  attacks: ['withheld bodies', 'bad bodies', 'stale chain', 'weight liar'],
  attackersMine: true,
  faults: [],
  links: usualLinks,
  turbulentMs: 3 * minuteMs,
};

const byzantine: readonly Attack[] = [
  ...(['withheld bodies', 'header flood', 'bad bodies', 'garbage', 'future blocks'] as const),
  ...(['stale chain', 'censor', 'sync liar', 'false promises'] as const),
];

/** Nine of the thirty, each of another kind, with their share of the hash power. */
export const byzantineThird: SimulationPlan = {
  ...faultFree,
  honestNodes: faultFree.honestNodes - byzantine.length,
  miners: faultFree.miners - byzantine.length,
  attacks: byzantine,
  attackersMine: true,
};

/** Two halves that find a hundred blocks each before they meet. Nothing settles meanwhile. */
export const twoHalves: SimulationPlan = {
  ...roughNetwork,
  miners: 10,
  faults: [],
  links: usualLinks,
  settleDepth: 400,
  // Each half has half of the hash power until its target has followed: a hundred blocks take half an hour.
  turbulentMs: 90 * minuteMs,
  split: { blocks: 100, winsWithinMs: minuteMs },
};

/** Seven signers and three more nodes, in halves of which one has more signers. */
const clubInHalves: SimulationPlan = {
  ...twoHalves,
  kind: 'poa',
  honestNodes: 10,
  miners: 7,
  blockTimeMs: 5_000,
  turbulentMs: 30 * minuteMs,
  split: { blocks: 30, winsWithinMs: minuteMs },
  skewMsMax: 1_250,
};

/** On both sides the admin changes the signers, each time otherwise. */
export const signersChanged: SimulationPlan = { ...clubInHalves, keyOwners: 'signers changed' };

/** One of the seven signs on both sides. */
export const signerCloned: SimulationPlan = { ...clubInHalves, keyOwners: 'signer cloned' };

/** Further back than this a person chooses. */
const shortReach = 32;

/** Halves of a class, apart for less than the reach. */
export const shortHalves: SimulationPlan = {
  ...twoHalves,
  honestNodes: 8,
  miners: 5,
  people: 10,
  blockTimeMs: 5_000,
  skewMsMax: 1_250,
  reorgLimit: shortReach,
  turbulentMs: 40 * minuteMs,
  split: { blocks: 12, winsWithinMs: minuteMs },
};

/** … and for more. */
export const longHalves: SimulationPlan = {
  ...shortHalves,
  split: { blocks: shortReach + 4, winsWithinMs: minuteMs, staysApart: true },
};

/** Many, on links as a university has them, and now and then a crowd that writes at once. */
export const largeNetwork: SimulationPlan = {
  ...roughNetwork,
  honestNodes: isNight ? 300 : 60,
  miners: isNight ? 30 : 10,
  faults: [],
  links: {
    latencyMs: [20, 100],
    lossPermille: [0, 20],
    duplicatePermille: 20,
    relayedPermille: 50,
    bytesPerMs: [1250, 6250], // 10 to 50 Mbit/s
  },
  turbulentMs: (isNight ? 60 : 3) * minuteMs,
  people: 50,
  actEveryMs: 10_000,
  skewMsMax: 3_000,
  largeBlocks: { crowd: 180, everyMs: (isNight ? 10 : 1) * minuteMs },
};

export const run = async (seed: number, plan: SimulationPlan): Promise<SimulationReport | SimulationFailure> => {
  await sodium.ready;
  const sign: SignMessage = (key, message) =>
    sodium.crypto_sign_detached(message, sodium.crypto_sign_seed_keypair(key).privateKey);
  return runSimulation(seed, plan, signatureCheckFrom(sodium), sign);
};

/** The report, or an error that says how to see it again and what happened last. */
export const expectToHold = (outcome: SimulationReport | SimulationFailure): SimulationReport => {
  if (!('violations' in outcome)) return outcome;
  const { seed, violations, lastEvents } = outcome;
  throw new Error(
    [`seed ${seed} (TABCHAIN_SEED=${seed} repeats it):`, ...violations, 'the last events:', ...lastEvents].join('\n'),
  );
};
