// Proof of stake in the state: all stakes in one record (v), what an account has unbonding (u), until when it is jailed
// (j). Bounds: 256 stakers, 16 unbonding entries an account, a jail record only until its height has come (due.ts).
// Bytes in docs/protocol/bytes.md, rules in docs/protocol/rules.md.

import { createReader, createWriter, type DecodeFault, type Result } from '../../bytes/index.ts';
import {
  type Allocation,
  type Amount,
  decodeValidators,
  encodeValidators,
  type Hex32,
  zeroHex32,
} from '../../model/index.ts';
import type { StateKey, StateLayer, StateView } from '../state-view.ts';

/** Coins that stay locked up to a height. */
export interface UnbondingEntry {
  readonly amount: Amount;
  /** the height at whose block they come back */
  readonly atHeight: number;
}

export const stakeLimits = {
  /** an account may unstake so often within one unbonding time */
  unbondingMax: 16,
} as const;

const stakesKey: StateKey = `v${zeroHex32}`;
const unbondingKey = (account: Hex32): StateKey => `u${account}`;
const jailKey = (account: Hex32): StateKey => `j${account}`;

export const encodeUnbonding = (entries: readonly UnbondingEntry[]): Uint8Array => {
  const writer = createWriter(1 + 16 * entries.length).u8(entries.length);
  for (const { amount, atHeight } of entries) writer.u64(amount).uint(atHeight);
  return writer.finish();
};

/** Ascending by height, each height once, no amount of 0; none at all has no record. */
export const decodeUnbonding = (bytes: Uint8Array): Result<readonly UnbondingEntry[], DecodeFault> => {
  const reader = createReader(bytes);
  let last = -1;
  const entries = reader.list(reader.u8(), stakeLimits.unbondingMax, () => {
    const entry = { amount: reader.u64(), atHeight: reader.uint() };
    if (entry.atHeight <= last) reader.refuse('heights that do not ascend');
    if (entry.amount === 0n) reader.refuse('an amount of 0');
    last = entry.atHeight;
    return entry;
  });
  if (entries.length === 0) reader.refuse('no entries');
  return reader.finish(entries);
};

const encodeJail = (untilHeight: number): Uint8Array => createWriter(8).uint(untilHeight).finish();

export const decodeJail = (bytes: Uint8Array): Result<number, DecodeFault> => {
  const reader = createReader(bytes);
  return reader.finish(reader.uint());
};

/** What a record holds; a damaged one is this node's own fault. */
const held = <T>(
  view: StateView,
  key: StateKey,
  decode: (bytes: Uint8Array) => Result<T, DecodeFault>,
): T | undefined => {
  const bytes = view.get(key);
  if (bytes === undefined) return undefined;
  const value = decode(bytes);
  if (!value.ok) throw new Error(`the state holds a damaged record at ${key}`);
  return value.value;
};

/** All stakes, ascending by account; none where the network has no proof of stake. */
export const stakesOf = (view: StateView): readonly Allocation[] => {
  const validators = held(view, stakesKey, decodeValidators);
  return validators?.kind === 'stakes' ? validators.stakes : [];
};

export const writeStakes = (layer: StateLayer, stakes: readonly Allocation[]): void => {
  layer.set(stakesKey, encodeValidators({ kind: 'stakes', stakes }));
};

export const stakeOf = (stakes: readonly Allocation[], account: Hex32): Amount =>
  stakes.find((entry) => entry.account === account)?.amount ?? 0n;

/** The stakes with that of one account at `amount`; without it at 0. */
export const withStake = (stakes: readonly Allocation[], account: Hex32, amount: Amount): readonly Allocation[] => {
  const others = stakes.filter((entry) => entry.account !== account);
  if (amount === 0n) return others;
  return [...others, { account, amount }].sort((a, b) => (a.account < b.account ? -1 : 1));
};

/** What an account has unbonding, the next to come back first. */
export const unbondingOf = (view: StateView, account: Hex32): readonly UnbondingEntry[] =>
  held(view, unbondingKey(account), decodeUnbonding) ?? [];

export const writeUnbonding = (layer: StateLayer, account: Hex32, entries: readonly UnbondingEntry[]): void => {
  layer.set(unbondingKey(account), entries.length === 0 ? undefined : encodeUnbonding(entries));
};

/** The height from which on the account may stake again; `undefined` when it is not jailed. */
export const jailedUntil = (view: StateView, account: Hex32): number | undefined =>
  held(view, jailKey(account), decodeJail);

export const writeJail = (layer: StateLayer, account: Hex32, untilHeight: number | undefined): void => {
  layer.set(jailKey(account), untilHeight === undefined ? undefined : encodeJail(untilHeight));
};

export const genesisStakes = (stakes: readonly Allocation[]): readonly [StateKey, Uint8Array] => [
  stakesKey,
  encodeValidators({ kind: 'stakes', stakes }),
];
