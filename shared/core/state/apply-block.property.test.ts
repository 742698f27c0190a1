// Blocks of random transactions, right and wrong: coins are conserved, nonces count what was sent, and undoing a block
// gives back exactly what was there before.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testSpec, walletOf } from '../../testing/index.ts';
import { type Account, decodeAccount, type Hex32, type Payload, withSignature } from '../model/index.ts';
import {
  applyBlock,
  type CheckedTransaction,
  createState,
  decodeChanges,
  encodeChanges,
  genesisEntries,
  readAccount,
  type State,
  type StateChange,
  undoOf,
} from './index.ts';

const spec = testSpec({ reward: 50n, accountDeposit: 7n });
const rich = spec.allocations.map(({ account }) => account);
const others = [11, 12, 13].map((number) => walletOf(number).publicKey);
const everybody = [...rich, ...others];
const gas = 30_000;

const wish = fc.record({
  from: fc.nat({ max: everybody.length - 1 }),
  to: fc.nat({ max: everybody.length - 1 }),
  amount: fc.oneof(fc.bigInt({ min: 1n, max: 100_000n }), fc.constant(2_000_000_000_000n)),
  price: fc.bigInt({ min: 0n, max: 3n }),
  isRecord: fc.boolean(),
});

type Wish = typeof wish extends fc.Arbitrary<infer W> ? W : never;

/** The wishes of a block with the nonces that make them possible; the rules refuse what cannot be paid. */
const transactionsOf = (wishes: readonly Wish[], state: State): readonly CheckedTransaction[] => {
  const nonces = new Map<Hex32, number>();
  return wishes.map(({ from, to, amount, price, isRecord }) => {
    const sender = everybody[from] ?? '';
    const nonce = nonces.get(sender) ?? readAccount(state, sender)?.nonce ?? 0;
    nonces.set(sender, nonce + 1);
    const payload: Payload = isRecord
      ? { kind: 'record', data: new Uint8Array(1) }
      : { kind: 'transfer', to: { kind: 'account', id: everybody[to] ?? '' }, amount };
    const common = { chainId: '0'.repeat(64), sender, nonce, gasLimit: gas, gasPrice: price, validUntil: 1000 };
    return { transaction: withSignature({ ...common, payload }, new Uint8Array(64)), gas };
  });
};

/** Those of the wishes that can be executed one after the other. */
const possible = (wishes: readonly Wish[], state: State): readonly CheckedTransaction[] => {
  let kept: readonly Wish[] = [];
  for (const one of wishes) {
    const tried = [...kept, one];
    if (applyBlock(state, transactionsOf(tried, state), facts).ok) kept = tried;
  }
  return transactionsOf(kept, state);
};

const facts = { spec, height: 1, time: 1, producer: walletOf(99).publicKey };

const accountsOf = (state: State): ReadonlyMap<string, Account> =>
  new Map(
    [...state.entries()].map(([key, value]) => {
      const account = decodeAccount(value);
      if (!account.ok) throw new Error(account.error.type);
      return [key, account.value];
    }),
  );

const contents = (state: State) => [state.root(), state.size(), new Map(state.entries())];
const sumOf = (state: State): bigint => [...accountsOf(state).values()].reduce((sum, { balance }) => sum + balance, 0n);

describe('for any transactions', () => {
  test('coins are conserved but for the reward and the deposits, and nonces count', () => {
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 12 }), (wishes) => {
        const state = createState(genesisEntries(spec));
        const before = accountsOf(state);
        const transactions = possible(wishes, state);
        const execution = applyBlock(state, transactions, facts);
        if (!execution.ok) throw new Error(execution.error.type);
        const supply = sumOf(state);
        state.adopt(execution.value.state);
        const created = accountsOf(state).size - before.size;
        // The producer's account is the one that is created free.
        expect(sumOf(state)).toBe(supply + spec.reward - BigInt(created - 1) * spec.accountDeposit);
        for (const sender of everybody) {
          const sent = transactions.filter(({ transaction }) => transaction.sender === sender).length;
          expect((readAccount(state, sender)?.nonce ?? 0) - (before.get(`a${sender}`)?.nonce ?? 0)).toBe(sent);
        }
      }),
    );
  });

  test('a block that is refused changes nothing', () => {
    fc.assert(
      fc.property(fc.array(wish, { minLength: 1, maxLength: 6 }), (wishes) => {
        const state = createState(genesisEntries(spec));
        const before = contents(state);
        applyBlock(state, transactionsOf(wishes, state), facts);
        expect(contents(state)).toEqual(before);
      }),
    );
  });

  test('undoing a row of blocks gives back each state on the way, also from what the store keeps', () => {
    fc.assert(
      fc.property(fc.array(fc.array(wish, { maxLength: 5 }), { maxLength: 5 }), (blocks) => {
        const state = createState(genesisEntries(spec));
        const way: { readonly before: ReturnType<typeof contents>; readonly changes: readonly StateChange[] }[] = [];
        for (const wishes of blocks) {
          const execution = applyBlock(state, possible(wishes, state), facts);
          if (!execution.ok) throw new Error(execution.error.type);
          way.push({ before: contents(state), changes: execution.value.state.changes });
          state.adopt(execution.value.state);
          expect(state.root()).toBe(createState(state.entries()).root());
        }
        for (const { before, changes } of way.toReversed()) {
          const stored = decodeChanges(encodeChanges(changes));
          if (!stored.ok) throw new Error(stored.error.type);
          state.adopt(state.preview(undoOf(stored.value)));
          expect(contents(state)).toEqual(before);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('stored changes', () => {
  const change: StateChange = { key: `a${'0'.repeat(64)}`, before: undefined, after: new Uint8Array(16) };

  test.each<[string, readonly StateChange[]]>([
    ['a key of another form', [{ ...change, key: 'b' }]],
    ['a key in capitals', [{ ...change, key: `a${'F'.repeat(64)}` }]],
    ['a key twice', [change, change]],
  ])('are damaged with %s', (_name, changes) => {
    expect(decodeChanges(encodeChanges(changes))).toMatchObject({ ok: false, error: { type: 'bytes-not-canonical' } });
  });

  test('are damaged when they are cut or have more behind them', () => {
    const bytes = encodeChanges([change]);
    for (let length = 0; length < bytes.length; length++) expect(decodeChanges(bytes.slice(0, length)).ok).toBe(false);
    expect(decodeChanges(new Uint8Array([...bytes, 0])).ok).toBe(false);
  });

  test('leave out what was written and did not change', () => {
    const state = createState(genesisEntries(spec));
    const execution = applyBlock(state, [], { ...facts, spec: { ...spec, reward: 0n }, producer: rich[0] ?? '' });
    expect(execution).toMatchObject({ ok: true, value: { state: { changes: [], root: state.root() } } });
  });
});
