// Stakes and signers of a state in the shapes of the API: pure mappings from the core's records. Bounds: those of the
// records, 256 signers with 32 changes, 256 stakers, 16 unbonding entries an account; a look through 4,096 blocks for jails.

import { inEpoch, type ValidatorContext } from '../core/consensus/index.ts';
import type { ChainSpec, Hex32 } from '../core/model/index.ts';
import {
  adminRecordOf,
  foldedAt,
  jailedWithin,
  jailedUntil,
  signersRecordOf,
  stakeOf,
  stakesOf,
  type StateView,
  unbondingOf,
} from '../core/state/index.ts';
import type { AccountShape } from './api.ts';
import { showAccount } from './show-transaction.ts';
import type { SignersShape, StakersShape } from './validator-shape.ts';

/** What an account has locked, and since when it may not lock more. */
export const showLocked = (
  state: StateView,
  account: Hex32,
): Pick<AccountShape, 'stake' | 'unbonding' | 'jailedUntil'> => {
  const until = jailedUntil(state, account);
  return {
    stake: stakeOf(stakesOf(state), account).toString(),
    unbonding: unbondingOf(state, account).map(({ amount, atHeight }) => ({ amount: amount.toString(), atHeight })),
    ...(until === undefined ? {} : { jailedUntil: until }),
  };
};

/** The signer whose slot it is: slots are counted from the genesis time, and signers take turns. */
const turnOf = ({ consensus, genesisTime }: ChainSpec, signers: readonly Hex32[], now: number): Hex32 | undefined => {
  if (consensus.kind !== 'poa' || now < genesisTime) return undefined;
  return signers[Math.floor((now - genesisTime) / consensus.slotMs) % signers.length];
};

export interface SignersAsked {
  readonly state: StateView;
  readonly spec: ChainSpec;
  /** of the next block */
  readonly height: number;
  readonly now: number;
}

/** `undefined` where the network has no signers. */
export const showSigners = ({ state, spec, height, now }: SignersAsked): SignersShape | undefined => {
  const record = signersRecordOf(state);
  const admin = adminRecordOf(state);
  if (record === undefined || admin === undefined) return undefined;
  const { signers, pending, suspended } = foldedAt(record, height);
  const turn = turnOf(spec, signers, now);
  return {
    admin: showAccount(admin.admin),
    ...(admin.next === undefined ? {} : { next: showAccount(admin.next) }),
    signers: signers.map(showAccount),
    pending: pending.map(({ atHeight, add, remove }) => ({
      atHeight,
      add: add.map(showAccount),
      remove: remove.map(showAccount),
    })),
    suspended: suspended.map((one) => ({ address: showAccount(one.signer), height: one.height })),
    ...(turn === undefined ? {} : { turn: showAccount(turn) }),
  };
};

export interface StakersAsked {
  readonly spec: ChainSpec;
  /** what the newest block left */
  readonly validators: ValidatorContext | undefined;
  /** `undefined` in light mode */
  readonly state: StateView | undefined;
  /** of the newest block */
  readonly height: number;
  readonly now: number;
}

/** Offences further back than this are not looked for. */
const jailBlocksMax = 4096;
const billionths = 1_000_000_000n;

const jailsOf = ({ spec: { consensus }, state, height }: StakersAsked): ReadonlyMap<Hex32, number> => {
  if (state === undefined || consensus.kind !== 'pos') return new Map();
  const last = height + consensus.unbondingBlocks;
  const jailed = jailedWithin(state, Math.max(height + 1, last - jailBlocksMax + 1), last);
  return new Map(jailed.map((account) => [account, jailedUntil(state, account) ?? 0]));
};

/** `undefined` where the network has no stakes. */
export const showStakers = (asked: StakersAsked): StakersShape | undefined => {
  const { spec, validators, now } = asked;
  const { consensus, genesisTime } = spec;
  if (consensus.kind !== 'pos' || validators?.kind !== 'pos') return undefined;
  const slot = Math.max(0, Math.floor((now - genesisTime) / consensus.slotMs));
  const { epoch, current, live } = inEpoch(validators, Math.floor(slot / consensus.epochSlots));
  const jails = jailsOf(asked);
  const accounts = new Set([...current.stakes.keys(), ...live.stakes.keys(), ...jails.keys()]);
  const stakers = [...accounts].map((account) => {
    const counts = current.stakes.get(account) ?? 0n;
    return { account, counts, stake: live.stakes.get(account) ?? 0n, jailed: jails.get(account) };
  });
  stakers.sort((a, b) => Number(b.counts - a.counts) || Number(b.stake - a.stake) || (a.account < b.account ? -1 : 1));
  return {
    epoch,
    total: current.total.toString(),
    stakers: stakers.map(({ account, counts, stake, jailed }) => ({
      address: showAccount(account),
      stake: stake.toString(),
      counts: counts.toString(),
      share: Number((counts * billionths) / current.total),
      ...(jailed === undefined ? {} : { jailedUntil: jailed }),
    })),
  };
};
