// Stake and unstake: coins that buy a share of the slots, and their way back; docs/protocol/rules.md.
// Networks of proof of stake only. Writes the stakes, one account, and what unbonds of one staker at most; reading and
// writing the stakes of all takes about as long as a signature check, and costs as much gas.

import { err, ok, type Result } from '../../bytes/index.ts';
import { addAmounts, type Allocation, type ChainSpec, type PosParameters, specLimits } from '../../model/index.ts';
import { writeAccount } from '../state-view.ts';
import type { TransactionFault } from '../transaction-fault.ts';
import { beginUnbonding } from '../validators/slash.ts';
import {
  jailedUntil,
  stakeLimits,
  stakeOf,
  stakesOf,
  unbondingOf,
  withStake,
  writeStakes,
} from '../validators/stake-records.ts';
import { type KindRules, payerAfter, plainReceipt } from './kind-rules.ts';

const stakesGas = ({ gasPerSignature }: ChainSpec): number => gasPerSignature;

const parametersOf = ({ consensus }: ChainSpec): PosParameters | undefined =>
  consensus.kind === 'pos' ? consensus : undefined;

const check = (kind: 'stake' | 'unstake', amount: bigint, spec: ChainSpec): Result<undefined, TransactionFault> => {
  if (parametersOf(spec) === undefined) return err({ type: 'kind-not-active', kind });
  return amount === 0n ? err({ type: 'amount-zero' }) : ok(undefined);
};

/** The lowest stake; of equal ones that of the greatest key, so that it is one. */
const leastOf = (stakes: readonly Allocation[]): Allocation | undefined => {
  let least = stakes[0];
  for (const entry of stakes) if (least === undefined || entry.amount <= least.amount) least = entry;
  return least;
};

/** Whose seat a newcomer with this amount takes: nobody's while there are free ones. */
const displaced = (stakes: readonly Allocation[], amount: bigint): Result<Allocation | undefined, TransactionFault> => {
  if (stakes.length < specLimits.signersMax) return ok(undefined);
  const least = leastOf(stakes);
  if (least === undefined || amount > least.amount) return ok(least);
  return err({ type: 'validators-full', least: least.amount });
};

export const stakeRules: KindRules<'stake'> = ({ amount }) => ({
  amount,
  extraGas: stakesGas,
  check: (spec) => check('stake', amount, spec),
  deposit: () => 0n,
  apply: (turn) => {
    const { layer, transaction, facts } = turn;
    const { sender } = transaction;
    const parameters = parametersOf(facts.spec);
    if (parameters === undefined) return err({ type: 'kind-not-active', kind: 'stake' });
    const untilHeight = jailedUntil(layer, sender);
    if (untilHeight !== undefined) return err({ type: 'jailed', untilHeight });
    const stakes = stakesOf(layer);
    const before = stakeOf(stakes, sender);
    const after = addAmounts(before, amount);
    if (after === undefined) return err({ type: 'recipient-overflow' });
    const leaving = before === 0n ? displaced(stakes, amount) : ok(undefined);
    if (!leaving.ok) return leaving;
    const out = leaving.value;
    const left = out === undefined ? stakes : withStake(stakes, out.account, 0n);
    writeAccount(layer, sender, payerAfter(turn, amount, turn.gas));
    writeStakes(layer, withStake(left, sender, after));
    const atHeight = facts.height + parameters.unbondingBlocks;
    if (out !== undefined) beginUnbonding(layer, out.account, out.amount, atHeight);
    return ok(plainReceipt(turn));
  },
});

export const unstakeRules: KindRules<'unstake'> = ({ amount }) => ({
  amount: 0n,
  extraGas: stakesGas,
  check: (spec) => check('unstake', amount, spec),
  deposit: () => 0n,
  apply: (turn) => {
    const { layer, transaction, facts } = turn;
    const { sender } = transaction;
    const parameters = parametersOf(facts.spec);
    if (parameters === undefined) return err({ type: 'kind-not-active', kind: 'unstake' });
    const stakes = stakesOf(layer);
    const stake = stakeOf(stakes, sender);
    if (amount > stake) return err({ type: 'amount-over-stake', stake });
    if (amount === stake && stakes.length === 1) return err({ type: 'last-stake' });
    const atHeight = facts.height + parameters.unbondingBlocks;
    const entries = unbondingOf(layer, sender);
    const last = entries.at(-1);
    const joins = last?.atHeight === atHeight;
    const hasRoom = joins ? addAmounts(last.amount, amount) !== undefined : entries.length < stakeLimits.unbondingMax;
    if (!hasRoom) return err({ type: 'unbonding-full', limit: stakeLimits.unbondingMax });
    writeAccount(layer, sender, payerAfter(turn, 0n, turn.gas));
    writeStakes(layer, withStake(stakes, sender, stake - amount));
    beginUnbonding(layer, sender, amount, atHeight);
    return ok(plainReceipt(turn));
  },
});
