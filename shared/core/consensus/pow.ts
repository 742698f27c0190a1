// Proof of work: the id of a block, read as a number, is below its target. With `asert` the target follows the hash
// power, one step at a time; with `fixed` (teaching mode) it is a number of leading zeros and a block waits for its time.
// Owns the rules that tie time and target of a header to its parent. Pure integers; docs/protocol/pow.md has the
// reasons and the figures. Bounded: a step counts at most 30 block times, silence at most 16 doublings.

import { err, ok, type Result, toHex } from '../bytes/index.ts';
import {
  encodeHeader,
  type Header,
  type Hex32,
  type PowParameters,
  sealDigestOf,
  type SealedHeader,
  zeroHex32,
} from '../model/index.ts';
import { asertTarget } from './asert.ts';
import type { ConsensusFault } from './consensus-fault.ts';
import type { Ancestry, ConsensusEngine, Preparation } from './engine.ts';

/** The easiest target; the id of all ones misses even that. */
const targetMax = (1n << 256n) - 1n;
/** Interval beyond which a late block eases its successors no more, in block times: what any pause costs at most. */
const stepBlockTimesMax = 30;
/** Silence that doubles the target, in block times: under full power one interval in e^12 = 160,000 is so long. */
const silenceBlockTimes = 12;
/** A block after a pause is at most 2^16 times easier, so that what its target was before the pause is not lost. */
const silenceDoublingsMax = 16;
/** A header's time is at most this old while it is searched: half a block time, within 1 s (work to send) and 5 s. */
const renewAfterMsOf = (blockTimeMs: number): number => Math.min(5000, Math.max(1000, Math.floor(blockTimeMs / 2)));

const toTarget = (hex: Hex32): bigint => BigInt(`0x${hex}`);
const fromTarget = (target: bigint): Hex32 => target.toString(16).padStart(64, '0');

/** How far ahead of our clock a header may be: clocks of homes differ by seconds, and one may be three blocks off. */
const futureBoundMsOf = (blockTimeMs: number): number => Math.max(30_000, Math.min(3 * blockTimeMs, 120_000));

/** Twice the future bound at least, so that a time stamped ahead never makes more than half of a silence. */
const silenceMsOf = (blockTimeMs: number): number =>
  Math.max(silenceBlockTimes * blockTimeMs, 2 * futureBoundMsOf(blockTimeMs));

/** What the two kinds of retargeting answer differently. */
interface TargetRule {
  readonly targetAt: (ancestry: Ancestry, time: number) => Hex32;
  readonly earliest: (parent: Header) => number;
  /** the first time after `time` with another target */
  readonly nextChange: (parent: Header, time: number) => number;
}

const asertRule = (parameters: PowParameters, halfLifeMs: number): TargetRule => {
  const { blockTimeMs } = parameters;
  const initialTarget = toTarget(parameters.initialTarget);
  const silenceMs = silenceMsOf(blockTimeMs);
  const doublings = (before: number, time: number): number =>
    Math.min(silenceDoublingsMax, Math.floor((time - before) / silenceMs));

  /**
   * The parent's target without the doublings of the silence before it. At the easiest target nobody can tell how many of
   * them counted: then it is no harder than the first block's.
   */
  const restedTarget = (target: bigint, silent: number): bigint => {
    const rested = target >> BigInt(silent);
    return target === targetMax && rested < initialTarget ? initialTarget : rested;
  };
  const steadyTarget = ({ parent, grandparentTime }: Ancestry): bigint => {
    if (grandparentTime === undefined || parent.consensus.kind !== 'pow') return initialTarget;
    const interval = Math.min(parent.time - grandparentTime, stepBlockTimesMax * blockTimeMs);
    return asertTarget({
      target: restedTarget(toTarget(parent.consensus.target), doublings(grandparentTime, parent.time)),
      lateness: BigInt(interval - blockTimeMs),
      halfLife: BigInt(halfLifeMs),
      targetMax,
    });
  };
  return {
    targetAt: (ancestry, time) => {
      const target = steadyTarget(ancestry) << BigInt(Math.max(0, doublings(ancestry.parent.time, time)));
      return fromTarget(target > targetMax ? targetMax : target);
    },
    earliest: (parent) => parent.time + 1,
    nextChange: (parent, time) => parent.time + (Math.floor((time - parent.time) / silenceMs) + 1) * silenceMs,
  };
};

const fixedRule = (blockTimeMs: number, leadingHexZeros: number): TargetRule => {
  const exact = 1n << BigInt(256 - 4 * leadingHexZeros);
  const target = fromTarget(exact > targetMax ? targetMax : exact);
  return {
    targetAt: () => target,
    earliest: (parent) => parent.time + blockTimeMs,
    nextChange: () => Number.MAX_SAFE_INTEGER,
  };
};

const wrongKind = (header: Header): Result<never, ConsensusFault> =>
  err({ type: 'header-consensus-kind', expected: 'pow', actual: header.consensus.kind });

export const powSealHolds = ({ header, id }: SealedHeader): Result<undefined, ConsensusFault> => {
  if (header.consensus.kind !== 'pow') return wrongKind(header);
  // Both are 64 lower-case hexadecimal digits, whose order as text is their order as numbers.
  return id < header.consensus.target ? ok(undefined) : err({ type: 'header-seal', id });
};

/** Hashes that the block took on average; a header of another kind has shown no work. */
export const powWeight = ({ consensus }: Header): bigint =>
  consensus.kind === 'pow' ? (1n << 256n) / (toTarget(consensus.target) + 1n) : 0n;

/** Anybody may search for a nonce at any time: nothing has to be proved first. */
export interface PowEngine extends ConsensusEngine {
  readonly prepare: (ancestry: Ancestry, now: number) => Exclude<Preparation, { type: 'prove' }>;
}

export const createPowEngine = (parameters: PowParameters): PowEngine => {
  const { blockTimeMs, retarget } = parameters;
  const rule =
    retarget.kind === 'asert'
      ? asertRule(parameters, retarget.halfLifeMs)
      : fixedRule(blockTimeMs, retarget.leadingHexZeros);
  const futureBoundMs = futureBoundMsOf(blockTimeMs);
  const renewAfterMs = renewAfterMsOf(blockTimeMs);
  const waitsForItsTime = retarget.kind === 'fixed';
  return {
    kind: 'pow',
    bodyMayBeEmpty: !parameters.onlyWhenTransactionsWait,
    checkHeader: (header, ancestry) => {
      if (header.consensus.kind !== 'pow') return wrongKind(header);
      const earliest = rule.earliest(ancestry.parent);
      if (waitsForItsTime && header.time < earliest) {
        return err({ type: 'header-too-early', earliest, time: header.time });
      }
      const expected = rule.targetAt(ancestry, header.time);
      const actual = header.consensus.target;
      return actual === expected ? ok(undefined) : err({ type: 'header-target', expected, actual });
    },
    believableFrom: (header) => header.time - futureBoundMs,
    verifySeal: (sealed) => powSealHolds(sealed),
    isSealedByItself: (sealed) => powSealHolds(sealed).ok,
    weight: powWeight,
    prepare: (ancestry, now) => {
      const earliest = rule.earliest(ancestry.parent);
      if (waitsForItsTime && now < earliest) return { type: 'wait', until: earliest };
      const time = Math.max(now, earliest);
      return {
        type: 'ready',
        time,
        consensus: { kind: 'pow', target: rule.targetAt(ancestry, time) },
        renewAt: Math.min(time + renewAfterMs, rule.nextChange(ancestry.parent, time)),
      };
    },
    sealTask: (header) => {
      if (header.consensus.kind !== 'pow') throw new Error(`a ${header.consensus.kind} header to search a nonce for`);
      const sealDigest = toHex(sealDigestOf(encodeHeader(header)));
      return { type: 'search', sealDigest, target: header.consensus.target };
    },
    // Anybody may mine: there are no slots and no validators.
    slotOf: () => undefined,
    firstValidators: () => undefined,
    validatorsAfter: () => ok(undefined),
    promiseValidators: (header) => ({ header, validators: undefined }),
    factsOf: ({ consensus }) => ({ kind: 'pow', target: consensus.kind === 'pow' ? consensus.target : zeroHex32 }),
  };
};
