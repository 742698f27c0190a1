// What stakes should do, by another hand: plain Maps, whole amounts, no records, no layers, no undo. It judges each
// transaction itself and says who has what after each block. For prices of 0; slow on purpose.

import { decodeSealedHeader, type Hex32, type Payload, type PosParameters } from '../../model/index.ts';

interface Leaving {
  readonly account: Hex32;
  amount: bigint;
  readonly at: number;
}

export interface StakesModel {
  readonly balances: ReadonlyMap<Hex32, bigint>;
  readonly stakes: ReadonlyMap<Hex32, bigint>;
  /** all that an account has on its way back */
  readonly leavingOf: (account: Hex32) => bigint;
  /** What is due comes back; then the next block's transactions, each with whether it may be in. */
  readonly block: (
    transactions: readonly { readonly sender: Hex32; readonly payload: Payload }[],
  ) => readonly boolean[];
}

export interface ModelGround {
  readonly parameters: PosParameters;
  readonly allocations: readonly { readonly account: Hex32; readonly amount: bigint }[];
  readonly producer: Hex32;
  readonly reward: bigint;
}

const entriesMax = 16;

export const modelStakes = ({ parameters, allocations, producer, reward }: ModelGround): StakesModel => {
  const { unbondingBlocks, evidenceBlocks, slashPermille, reporterPermille } = parameters;
  const balances = new Map(allocations.map(({ account, amount }) => [account, amount]));
  const stakes = new Map(parameters.stakes.map(({ account, amount }) => [account, amount]));
  const jails = new Map<Hex32, number>();
  const seen = new Set<string>();
  let leaving: Leaving[] = [];
  let height = 0;

  const balanceOf = (account: Hex32): bigint => balances.get(account) ?? 0n;
  const stakeOf = (account: Hex32): bigint => stakes.get(account) ?? 0n;
  const setStake = (account: Hex32, amount: bigint): void => {
    if (amount === 0n) stakes.delete(account);
    else stakes.set(account, amount);
  };
  const leave = (account: Hex32, amount: bigint): void => {
    if (amount > 0n) leaving.push({ account, amount, at: height + unbondingBlocks });
  };
  const cutOf = (amount: bigint): bigint => (amount * BigInt(slashPermille)) / 1000n;

  const stake = (sender: Hex32, amount: bigint): boolean => {
    if ((jails.get(sender) ?? 0) > height || amount > balanceOf(sender)) return false;
    balances.set(sender, balanceOf(sender) - amount);
    setStake(sender, stakeOf(sender) + amount);
    return true;
  };

  const unstake = (sender: Hex32, amount: bigint): boolean => {
    const has = stakeOf(sender);
    const heights = new Set(leaving.filter(({ account }) => account === sender).map(({ at }) => at));
    const isFull = heights.size >= entriesMax && !heights.has(height + unbondingBlocks);
    if (amount > has || (amount === has && stakes.size === 1) || isFull) return false;
    setStake(sender, has - amount);
    leave(sender, amount);
    return true;
  };

  const slash = (offender: Hex32): bigint => {
    let taken = 0n;
    // What comes back at one height is one amount to the rules.
    const heights = new Set(leaving.filter(({ account }) => account === offender).map(({ at }) => at));
    for (const at of heights) {
      const together = leaving.filter((entry) => entry.account === offender && entry.at === at);
      const cut = cutOf(together.reduce((sum, { amount }) => sum + amount, 0n));
      const [first, ...rest] = together;
      if (first === undefined) continue;
      first.amount = together.reduce((sum, { amount }) => sum + amount, 0n) - cut;
      leaving = leaving.filter((entry) => !rest.includes(entry));
      taken += cut;
    }
    const has = stakeOf(offender);
    if (has > 0n && stakes.size === 1) {
      const cut = cutOf(has) < has ? cutOf(has) : has - 1n;
      setStake(offender, has - cut);
      return taken + cut;
    }
    setStake(offender, 0n);
    leave(offender, has - cutOf(has));
    jails.set(offender, height + unbondingBlocks);
    return taken + cutOf(has);
  };

  const evidence = (sender: Hex32, { first, second }: Extract<Payload, { readonly kind: 'evidence' }>): boolean => {
    const [one, other] = [decodeSealedHeader(first), decodeSealedHeader(second)];
    if (!one.ok || !other.ok || one.value.header.consensus.kind !== 'pos') return false;
    const { producer: offender, consensus } = one.value.header;
    const name = `${offender} ${consensus.slot}`;
    const later = Math.max(one.value.header.height, other.value.header.height);
    const hasSome = stakeOf(offender) > 0n || leaving.some((entry) => entry.account === offender && entry.amount > 0n);
    if (later + evidenceBlocks < height || seen.has(name) || !hasSome) return false;
    seen.add(name);
    const reward = (slash(offender) * BigInt(reporterPermille)) / 1000n;
    balances.set(sender, balanceOf(sender) + reward);
    return true;
  };

  return {
    balances,
    stakes,
    leavingOf: (account) =>
      leaving.filter((entry) => entry.account === account).reduce((sum, { amount }) => sum + amount, 0n),
    block: (transactions) => {
      height++;
      for (const { account, amount, at } of leaving)
        if (at <= height) balances.set(account, balanceOf(account) + amount);
      leaving = leaving.filter(({ at }) => at > height);
      const verdicts = transactions.map(({ sender, payload }) => {
        if (!balances.has(sender)) return false;
        if (payload.kind === 'stake') return stake(sender, payload.amount);
        if (payload.kind === 'unstake') return unstake(sender, payload.amount);
        return payload.kind === 'evidence' && evidence(sender, payload);
      });
      balances.set(producer, balanceOf(producer) + reward);
      return verdicts;
    },
  };
};
