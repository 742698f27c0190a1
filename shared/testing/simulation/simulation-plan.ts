// What a simulation is told and what it tells: the plan of a network with all that goes wrong in it, and the figures of a
// run that held, or what it broke.

import type { ConsensusKind } from '../../core/model/index.ts';
import type { PeerId } from '../../core/node/index.ts';
import type { Attack } from './attackers.ts';
import type { FaultKind } from './faults.ts';
import type { Healing } from './healing.ts';
import type { ChainStatistics } from './invariants.ts';
import type { KeyOwners, KeyOwnersReport } from './key-owners.ts';
import type { LargeBlockSettings } from './large-blocks.ts';
import type { Spread } from './propagation.ts';
import type { SplitReport, SplitSettings } from './split.ts';
import type { LinkRanges } from './topology.ts';
import type { WorkloadStatistics } from './workload.ts';

export interface SimulationPlan {
  /** pow unless given; where there are slots, the miners are the signers, and attackers that mine */
  readonly kind?: ConsensusKind;
  readonly honestNodes: number;
  /** how many of them mine */
  readonly miners: number;
  readonly attacks: readonly Attack[];
  /** every attacker has a miner's hash power, which the first target reckons with */
  readonly attackersMine: boolean;
  readonly faults: readonly FaultKind[];
  /** how often these faults come */
  readonly rounds: number;
  readonly links: LinkRanges;
  readonly blockTimeMs: number;
  readonly settleDepth: number;
  /** longest, where it ends with a split */
  readonly turbulentMs: number;
  readonly partitionMs: number;
  /** after anything has healed all that are awake have one head within so many block times */
  readonly healsWithinBlocks: number;
  /** two halves for the whole turbulent part */
  readonly split?: SplitSettings;
  /** proof of authority: what is done with keys while the split lasts; there are two nodes more than signers at least */
  readonly keyOwners?: KeyOwners;
  /** how far back a heavier chain may part; the test network's unless given */
  readonly reorgLimit?: number;
  readonly largeBlocks?: LargeBlockSettings;
  readonly people: number;
  /** mean time between two things that people do */
  readonly actEveryMs: number;
  /** clocks are off by up to this */
  readonly skewMsMax: number;
}

export interface SimulationReport extends ChainStatistics, WorkloadStatistics {
  readonly seed: number;
  /** hash over the whole event log */
  readonly digest: string;
  readonly events: number;
  readonly height: number;
  /** at the end of the turbulent part, of the first node */
  readonly turbulentHeight: number;
  /** by attacker: honest nodes that took points from it */
  readonly penalisedBy: ReadonlyMap<PeerId, ReadonlySet<PeerId>>;
  readonly healings: readonly Healing[];
  readonly spreads: readonly Spread[];
  readonly split: SplitReport | undefined;
  readonly keyOwners: KeyOwnersReport | undefined;
}

/** A run that broke a rule: the seed that repeats it, what was broken, and what happened before. */
export interface SimulationFailure {
  readonly type: 'simulation-failed';
  readonly seed: number;
  readonly violations: readonly string[];
  readonly lastEvents: readonly string[];
}
