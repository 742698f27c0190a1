// Stakes on their way out, and what a proven double signature costs: a share of the stake and of all that is still
// unbonding, and the seat. Never takes the last stake or the last signer: the chain would be dead. Bounds: one seat, at
// most 16 unbonding entries.

import { addAmounts, type Amount, amountMax, type Hex32, type PosParameters } from '../../model/index.ts';
import type { StateLayer } from '../state-view.ts';
import { addDue } from './due.ts';
import { foldedAt, signerLimits, signersAt, signersRecordOf, writeSigners } from './signer-records.ts';
import {
  jailedUntil,
  stakeLimits,
  stakeOf,
  stakesOf,
  type UnbondingEntry,
  unbondingOf,
  withStake,
  writeJail,
  writeStakes,
  writeUnbonding,
} from './stake-records.ts';

/** Adds to what comes back at the same height; where there is no room, to the last, which waits the longer for it. */
const withEntry = (entries: readonly UnbondingEntry[], added: UnbondingEntry): readonly UnbondingEntry[] => {
  const last = entries.at(-1);
  const isFull = entries.length >= stakeLimits.unbondingMax;
  if (last === undefined || (last.atHeight !== added.atHeight && !isFull)) return [...entries, added];
  // More than 64 bits hold cannot come back to any account either.
  const amount = addAmounts(last.amount, added.amount) ?? amountMax;
  return [...entries.slice(0, -1), { amount, atHeight: added.atHeight }];
};

/** Coins of an account that leave the stakes; they come back at `atHeight`, which is not below any before. */
export const beginUnbonding = (layer: StateLayer, account: Hex32, amount: Amount, atHeight: number): void => {
  if (amount === 0n) return;
  const entries = unbondingOf(layer, account);
  if (entries.at(-1)?.atHeight !== atHeight) addDue(layer, atHeight, { kind: 'unbonding', of: account });
  writeUnbonding(layer, account, withEntry(entries, { amount, atHeight }));
};

const shareOf = (amount: Amount, permille: number): Amount => (amount * BigInt(permille)) / 1000n;

const jail = (layer: StateLayer, account: Hex32, untilHeight: number): void => {
  if (jailedUntil(layer, account) === untilHeight) return;
  writeJail(layer, account, untilHeight);
  addDue(layer, untilHeight, { kind: 'jail', of: account });
};

const cutUnbonding = (layer: StateLayer, account: Hex32, permille: number): Amount => {
  const entries = unbondingOf(layer, account);
  const left = entries.map((entry) => ({ ...entry, amount: entry.amount - shareOf(entry.amount, permille) }));
  const cut = entries.reduce((sum, { amount }, i) => sum + amount - (left[i]?.amount ?? 0n), 0n);
  if (cut > 0n) {
    writeUnbonding(
      layer,
      account,
      left.filter(({ amount }) => amount > 0n),
    );
  }
  return cut;
};

/** Takes the share, the seat, and the right to stake for a time; returns what was taken. */
export const slashStake = (
  layer: StateLayer,
  offender: Hex32,
  { slashPermille, unbondingBlocks }: PosParameters,
  height: number,
): Amount => {
  const stakes = stakesOf(layer);
  const stake = stakeOf(stakes, offender);
  const cutOfUnbonding = cutUnbonding(layer, offender, slashPermille);
  const isLast = stake > 0n && stakes.length === 1;
  if (isLast) {
    const share = shareOf(stake, slashPermille);
    const cut = share < stake ? share : stake - 1n;
    writeStakes(layer, withStake(stakes, offender, stake - cut));
    return cutOfUnbonding + cut;
  }
  const cut = shareOf(stake, slashPermille);
  if (stake > 0n) {
    writeStakes(layer, withStake(stakes, offender, 0n));
    beginUnbonding(layer, offender, stake - cut, height + unbondingBlocks);
  }
  jail(layer, offender, height + unbondingBlocks);
  return cutOfUnbonding + cut;
};

/** Takes a signer off the list from the next block on, unless it is the last. */
export const suspendSigner = (layer: StateLayer, offender: Hex32, height: number): void => {
  const record = signersRecordOf(layer);
  if (record === undefined) throw new Error('the state holds no record of signers');
  const folded = foldedAt(record, height);
  const signers = folded.signers.filter((signer) => signer !== offender);
  if (signers.length === 0) return;
  const others = folded.suspended.filter(({ signer }) => signer !== offender);
  const suspended = [...others, { signer: offender, height }].slice(-signerLimits.suspendedMax);
  writeSigners(layer, { signers, pending: folded.pending, suspended });
};

/** Whether a key signs, or will by what is pending. */
export const isSigner = (layer: Pick<StateLayer, 'get'>, key: Hex32, height: number): boolean => {
  const record = signersRecordOf(layer);
  return record !== undefined && (signersAt(record, height).includes(key) || signersAt(record).includes(key));
};
