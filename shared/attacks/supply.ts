// The coins of an arena's network: what all accounts and stakes hold, and what they must hold by the rules. Reads a state
// that does not change meanwhile; owns nothing.

import type { Chain } from '../core/chain/index.ts';
import { type ChainSpec, decodeAccount } from '../core/model/index.ts';
import { stakesOf, unbondingOf } from '../core/state/index.ts';
import type { BlockForge } from '../testing/index.ts';

export interface Supply {
  readonly is: bigint;
  readonly mustBe: bigint;
}

type State = Chain['state'];

interface Held {
  readonly coins: bigint;
  readonly accounts: number;
  /** proven double signatures, each of which has burnt a part of a stake */
  readonly offences: number;
}

const heldIn = (state: State): Held => {
  let coins = stakesOf(state).reduce((sum, { amount }) => sum + amount, 0n);
  let accounts = 0;
  let offences = 0;
  for (const [key, record] of state.entries()) {
    if (key.startsWith('e')) offences++;
    if (key.startsWith('u')) for (const { amount } of unbondingOf(state, key.slice(1))) coins += amount;
    if (!key.startsWith('a')) continue;
    const account = decodeAccount(record);
    if (!account.ok) throw new Error('an account that does not decode');
    coins += account.value.balance;
    accounts++;
  }
  return { coins, accounts, offences };
};

/** What a double signature of one who stakes `stake` takes out of the world: its cut less what the reporter is given. */
const burntOf = ({ consensus }: ChainSpec, stake: bigint): bigint => {
  if (consensus.kind !== 'pos') return 0n;
  const cut = (stake * BigInt(consensus.slashPermille)) / 1000n;
  return cut - (cut * BigInt(consensus.reporterPermille)) / 1000n;
};

/** In an arena of proof of stake all stake the same. */
const stakesAtGenesis = ({ consensus }: ChainSpec): readonly bigint[] =>
  consensus.kind === 'pos' ? consensus.stakes.map(({ amount }) => amount) : [];

export const supplyOf = ({ spec }: BlockForge, chain: Pick<Chain, 'state' | 'head'>): Supply => {
  const { coins, accounts, offences } = heldIn(chain.state);
  const { height } = chain.head();
  const stakes = stakesAtGenesis(spec);
  const allocated = [...spec.allocations.map(({ amount }) => amount), ...stakes].reduce((sum, one) => sum + one, 0n);
  // A producer's account is free; of work there is one producer in an arena, the others have their accounts from genesis.
  const producers = spec.consensus.kind === 'pow' && height > 0 ? 1 : 0;
  const paidFor = BigInt(Math.max(0, accounts - spec.allocations.length - producers));
  const burnt = BigInt(offences) * burntOf(spec, stakes[0] ?? 0n);
  return { is: coins, mustBe: allocated + BigInt(height) * spec.reward - paidFor * spec.accountDeposit - burnt };
};
