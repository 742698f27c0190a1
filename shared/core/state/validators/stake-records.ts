// Proof of stake in the state: all stakes in one record (v), what an account has unbonding (u), until when it is jailed
// (j). Bounds: 256 stakers, 16 unbonding entries an account, a jail record only until its height has come (due.ts).
// Bytes in docs/protocol/bytes.md, rules in docs/protocol/rules.md.

import { createReader, createWriter, type DecodeFault, type Result } from '../../bytes/index.ts';
import { type Allocation, type Amount, decodeValidators, encodeValidators, zeroHex32 } from '../../model/index.ts';
import type { StateKey, StateView } from '../state-view.ts';

/** Coins that stay locked up to a height. */
export interface UnbondingEntry {
  readonly amount: Amount;
  /** the height at whose block they come back */
  readonly atHeight: number;
}

const stakeLimits = {
  /** an account may unstake so often within one unbonding time */
  unbondingMax: 16,
} as const;

const stakesKey: StateKey = `v${zeroHex32}`;

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

export const genesisStakes = (stakes: readonly Allocation[]): readonly [StateKey, Uint8Array] => [
  stakesKey,
  encodeValidators({ kind: 'stakes', stakes }),
];
