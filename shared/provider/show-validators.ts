// Stakes and signers of a state in the shapes of the API: pure mappings from the core's records. Bounds: those of the
// records, 256 signers with 32 changes, 16 unbonding entries an account.

import type { ChainSpec, Hex32 } from '../core/model/index.ts';
import {
  adminRecordOf,
  foldedAt,
  jailedUntil,
  signersRecordOf,
  stakeOf,
  stakesOf,
  type StateView,
  unbondingOf,
} from '../core/state/index.ts';
import type { AccountShape } from './api.ts';
import { showAccount } from './show-transaction.ts';
import type { SignersShape } from './validator-shape.ts';

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
