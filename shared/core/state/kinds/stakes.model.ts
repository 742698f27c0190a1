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

/** Who has what now. */
interface Book {
  readonly parameters: PosParameters;
  readonly balances: Map<Hex32, bigint>;
  readonly stakes: Map<Hex32, bigint>;
  readonly jails: Map<Hex32, number>;
  /** keys and slots that were punished */
  readonly seen: Set<string>;
  leaving: Leaving[];
  height: number;
}

const balanceOf = ({ balances }: Book, account: Hex32): bigint => balances.get(account) ?? 0n;
const stakeOf = ({ stakes }: Book, account: Hex32): bigint => stakes.get(account) ?? 0n;

const setStake = ({ stakes }: Book, account: Hex32, amount: bigint): void => {
  if (amount === 0n) stakes.delete(account);
  else stakes.set(account, amount);
};

const leave = ({ leaving, height, parameters }: Book, account: Hex32, amount: bigint): void => {
  if (amount > 0n) leaving.push({ account, amount, at: height + parameters.unbondingBlocks });
};

const cutOf = ({ parameters }: Book, amount: bigint): bigint => (amount * BigInt(parameters.slashPermille)) / 1000n;

const heightsOf = ({ leaving }: Book, owner: Hex32): ReadonlySet<number> =>
  new Set(leaving.filter(({ account }) => account === owner).map(({ at }) => at));

const stake = (book: Book, sender: Hex32, amount: bigint): boolean => {
  if ((book.jails.get(sender) ?? 0) > book.height || amount > balanceOf(book, sender)) return false;
  book.balances.set(sender, balanceOf(book, sender) - amount);
  setStake(book, sender, stakeOf(book, sender) + amount);
  return true;
};

const unstake = (book: Book, sender: Hex32, amount: bigint): boolean => {
  const has = stakeOf(book, sender);
  const heights = heightsOf(book, sender);
  const isFull = heights.size >= entriesMax && !heights.has(book.height + book.parameters.unbondingBlocks);
  if (amount > has || (amount === has && book.stakes.size === 1) || isFull) return false;
  setStake(book, sender, has - amount);
  leave(book, sender, amount);
  return true;
};

/** What was taken. */
const slash = (book: Book, offender: Hex32): bigint => {
  let taken = 0n;
  // What comes back at one height is one amount to the rules.
  for (const at of heightsOf(book, offender)) {
    const together = book.leaving.filter((entry) => entry.account === offender && entry.at === at);
    const sum = together.reduce((all, { amount }) => all + amount, 0n);
    const cut = cutOf(book, sum);
    const [first, ...rest] = together;
    if (first === undefined) continue;
    first.amount = sum - cut;
    book.leaving = book.leaving.filter((entry) => !rest.includes(entry));
    taken += cut;
  }
  const has = stakeOf(book, offender);
  const whole = cutOf(book, has);
  if (has > 0n && book.stakes.size === 1) {
    const cut = whole < has ? whole : has - 1n;
    setStake(book, offender, has - cut);
    return taken + cut;
  }
  setStake(book, offender, 0n);
  leave(book, offender, has - whole);
  book.jails.set(offender, book.height + book.parameters.unbondingBlocks);
  return taken + whole;
};

type Evidence = Extract<Payload, { readonly kind: 'evidence' }>;

const evidence = (book: Book, sender: Hex32, { first, second }: Evidence): boolean => {
  const [one, other] = [decodeSealedHeader(first), decodeSealedHeader(second)];
  if (!one.ok || !other.ok || one.value.header.consensus.kind !== 'pos') return false;
  const { producer: offender, consensus } = one.value.header;
  const name = `${offender} ${consensus.slot}`;
  const later = Math.max(one.value.header.height, other.value.header.height);
  const isLeaving = book.leaving.some((entry) => entry.account === offender && entry.amount > 0n);
  const hasSome = stakeOf(book, offender) > 0n || isLeaving;
  if (later + book.parameters.evidenceBlocks < book.height || book.seen.has(name) || !hasSome) return false;
  book.seen.add(name);
  const reward = (slash(book, offender) * BigInt(book.parameters.reporterPermille)) / 1000n;
  book.balances.set(sender, balanceOf(book, sender) + reward);
  return true;
};

const judged = (book: Book, sender: Hex32, payload: Payload): boolean => {
  if (!book.balances.has(sender)) return false;
  if (payload.kind === 'stake') return stake(book, sender, payload.amount);
  if (payload.kind === 'unstake') return unstake(book, sender, payload.amount);
  return payload.kind === 'evidence' && evidence(book, sender, payload);
};

export const modelStakes = ({ parameters, allocations, producer, reward }: ModelGround): StakesModel => {
  const book: Book = {
    parameters,
    balances: new Map(allocations.map(({ account, amount }) => [account, amount])),
    stakes: new Map(parameters.stakes.map(({ account, amount }) => [account, amount])),
    jails: new Map(),
    seen: new Set(),
    leaving: [],
    height: 0,
  };
  return {
    balances: book.balances,
    stakes: book.stakes,
    leavingOf: (account) =>
      book.leaving.filter((entry) => entry.account === account).reduce((sum, { amount }) => sum + amount, 0n),
    block: (transactions) => {
      book.height++;
      for (const { account, amount, at } of book.leaving)
        if (at <= book.height) book.balances.set(account, balanceOf(book, account) + amount);
      book.leaving = book.leaving.filter(({ at }) => at > book.height);
      const verdicts = transactions.map(({ sender, payload }) => judged(book, sender, payload));
      book.balances.set(producer, balanceOf(book, producer) + reward);
      return verdicts;
    },
  };
};
