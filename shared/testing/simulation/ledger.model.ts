// What the balances should be, by another hand: plain Maps and bigints, one copy of everything per block, no layers, no
// undo, no trie. It shares with the real state the account's bytes, the first records of stakes and the hash, and nothing
// else, and it breaks off at the first transaction that the rules of docs/protocol forbid. Who signs is in
// authority.model.ts. Slow on purpose; bounded by the simulated chain.

import { concatBytes, fromHex, toHex } from '../../core/bytes/index.ts';
import { hash, sha256 } from '../../core/crypto/index.ts';
import { genesisEntries } from '../../core/state/index.ts';
import {
  type AuthorityLedger,
  authorityAfter,
  authorityOfGenesis,
  recordsOfAuthority,
  requireTurn,
} from './authority.model.ts';
import { type Block, type ChainSpec, encodeAccount, type Hex32, type Transaction } from '../../core/model/index.ts';

export interface Ledger {
  readonly height: number;
  readonly balances: ReadonlyMap<Hex32, bigint>;
  readonly nonces: ReadonlyMap<Hex32, number>;
  /** deposits for accounts, which nobody can spend */
  readonly deposits: bigint;
  /** who signs, under proof of authority */
  readonly authority: AuthorityLedger | undefined;
  /** records that are not accounts; those of stakes do not change, so a simulation that changes them needs a model of its own */
  readonly others: readonly (readonly [key: string, value: Uint8Array])[];
}

interface Draft {
  readonly balances: Map<Hex32, bigint>;
  readonly nonces: Map<Hex32, number>;
  deposits: bigint;
  authority: AuthorityLedger | undefined;
}

const signatures = { transfer: 1, record: 1, signers: 1, evidence: 3 } as const;

export const ledgerOfGenesis = (spec: ChainSpec): Ledger => ({
  height: 0,
  balances: new Map(spec.allocations.map(({ account, amount }) => [account, amount])),
  nonces: new Map(),
  deposits: 0n,
  authority: authorityOfGenesis(spec),
  others: genesisEntries(spec).filter(([key]) => !key.startsWith('a')),
});

const require = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(`the model does not allow this block: ${what}`);
};

const balanceOf = ({ balances }: Draft, account: Hex32): bigint => balances.get(account) ?? 0n;

/** Executes one transaction; returns its fee. */
const execute = (draft: Draft, transaction: Transaction, spec: ChainSpec, height: number): bigint => {
  const { sender, payload, nonce, gasPrice, gasLimit, validUntil, bytes } = transaction;
  const { kind } = payload;
  if (kind !== 'transfer' && kind !== 'record' && kind !== 'signers' && kind !== 'evidence') {
    throw new Error(`the model does not allow this block: a ${kind}`);
  }
  const gas = signatures[kind] * spec.gasPerSignature + spec.gasPerByte * bytes.length;
  const fee = BigInt(gas) * gasPrice;
  require(validUntil >= height, 'an expired transaction');
  require(gas <= gasLimit, 'gas over its limit');
  require(draft.balances.has(sender), 'a sender without account');
  require(nonce === (draft.nonces.get(sender) ?? 0), 'a nonce out of turn');
  const amount = payload.kind === 'transfer' ? payload.amount : 0n;
  const isNew = payload.kind === 'transfer' && !draft.balances.has(payload.to.id);
  const deposit = isNew ? spec.accountDeposit : 0n;
  const reserve = amount + BigInt(gasLimit) * gasPrice + deposit;
  require(reserve <= balanceOf(draft, sender), 'more than the sender has');
  draft.balances.set(sender, balanceOf(draft, sender) - amount - fee - deposit);
  draft.nonces.set(sender, nonce + 1);
  draft.deposits += deposit;
  draft.authority = authorityAfter(draft.authority, payload, sender, height);
  if (payload.kind === 'transfer') draft.balances.set(payload.to.id, balanceOf(draft, payload.to.id) + amount);
  return fee;
};

/** The ledger after a block; throws where the block breaks a rule. */
export const ledgerAfter = (before: Ledger, block: Block, spec: ChainSpec): Ledger => {
  const height = before.height + 1;
  const draft: Draft = {
    balances: new Map(before.balances),
    nonces: new Map(before.nonces),
    deposits: before.deposits,
    authority: before.authority,
  };
  if (before.authority !== undefined) requireTurn(before.authority, block.header);
  let income = spec.reward;
  for (const transaction of block.transactions) income += execute(draft, transaction, spec, height);
  const { producer } = block.header;
  draft.balances.set(producer, balanceOf(draft, producer) + income);
  const { authority } = draft;
  return { height, ...draft, others: authority === undefined ? before.others : recordsOfAuthority(authority) };
};

/** What the sum of all balances must be: allocated and mined, less the deposits. */
export const supplyOf = (ledger: Ledger, spec: ChainSpec): bigint => {
  const allocated = spec.allocations.reduce((sum, { amount }) => sum + amount, 0n);
  return allocated + BigInt(ledger.height) * spec.reward - ledger.deposits;
};

interface ModelLeaf {
  /** the path in the trie as 256 characters */
  readonly bits: string;
  readonly hash: Uint8Array;
}

/** The root of a compact trie straight from its definition: nothing, one leaf, or two halves. */
const rootOfLeaves = (leaves: readonly ModelLeaf[], depth: number): Uint8Array => {
  const [first, second] = leaves;
  if (first === undefined) return new Uint8Array(32);
  if (second === undefined) return first.hash;
  const half = (bit: string): Uint8Array =>
    rootOfLeaves(
      leaves.filter(({ bits }) => bits[depth] === bit),
      depth + 1,
    );
  return sha256(concatBytes(half('0'), half('1')));
};

const bitsOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');

const bytesOfHex = (hex: Hex32): Uint8Array => fromHex(hex) ?? new Uint8Array(0);

/** The state root that a block with this ledger must promise. */
export const rootOf = ({ balances, nonces, others }: Ledger): Hex32 => {
  const accounts = [...balances].map(([account, balance]) => {
    const value = encodeAccount({ balance, nonce: nonces.get(account) ?? 0 });
    return [`a${account}`, value] as const;
  });
  const leaves = [...accounts, ...others].map(([key, value]) => {
    const path = hash('state-key', Uint8Array.of(key.charCodeAt(0)), bytesOfHex(key.slice(1)));
    return { bits: bitsOf(path), hash: hash('state-leaf', path, hash('state-value', value)) };
  });
  return toHex(rootOfLeaves(leaves, 0));
};
