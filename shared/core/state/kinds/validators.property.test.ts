// Rows of random blocks of all kinds about stakes and signers, with reorganisations in between: coins are conserved but for
// rewards and what slashing burns, every record decodes, there is always somebody who may seal, and what is taken back
// leaves exactly what was there.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  authoritySpec,
  doubleSealOf,
  type DrivenBlocks,
  driveBlocks,
  drivenChainId,
  drivenProducer,
  loadSignatureCheck,
  stakeSpec,
  type TestWallet,
  walletOf,
} from '../../../testing/index.ts';
import { type ChainSpec, decodeAccount, decodeValidators, type Payload } from '../../model/index.ts';
import { readAccount, stakeOf, stakesOf, type State, unbondingOf, validatorsOf } from '../index.ts';
import { decodeDue } from '../validators/due.ts';
import { decodeAdmin, decodeSigners } from '../validators/signer-records.ts';
import { decodeJail, decodeUnbonding } from '../validators/stake-records.ts';
import { modelStakes } from './stakes.model.ts';

const isNight = process.env['TABCHAIN_NIGHTLY'] === '1';
const numRuns = isNight ? 300 : 12;
const check = await loadSignatureCheck();
const people = [1, 2, 3, 4, 5, 6].map(walletOf);

const person = fc.constantFrom(...people);
const someKeys = fc.uniqueArray(person, { maxLength: 2 }).map((wallets) => wallets.map(({ publicKey }) => publicKey));
const amount = fc.oneof(fc.bigInt({ min: 1n, max: 700n }), fc.constant(1000n), fc.constant(1n << 60n));
const payload: fc.Arbitrary<Payload> = fc.oneof(
  fc.record({ kind: fc.constant('stake' as const), amount }),
  fc.record({ kind: fc.constant('unstake' as const), amount }),
  fc.record({ kind: fc.constant('signers' as const), add: someKeys, remove: someKeys }),
  fc.record({ kind: fc.constant('admin' as const), next: person.map(({ publicKey }) => publicKey) }),
);
/** `evidence`: a slot and an age, made into seals of the network's kind when its turn comes */
const wish = fc.record({
  from: person,
  what: fc.oneof(
    { weight: 3, arbitrary: payload },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('seals' as const), by: person, slot: fc.nat(5), age: fc.nat(12) }),
    },
  ),
});
/** `back`: so many blocks are taken back first; `idle`: so many empty ones follow */
const step = fc.record({
  back: fc.oneof(fc.constant(0), fc.nat(6)),
  wishes: fc.array(wish, { maxLength: 4 }),
  idle: fc.nat(8),
});

type Wish = typeof wish extends fc.Arbitrary<infer W> ? W : never;

const payloadOf = (chain: DrivenBlocks, { what }: Wish): Payload => {
  if (what.kind !== 'seals') return what;
  const kind = chain.spec.consensus.kind === 'poa' ? 'poa' : 'pos';
  const height = Math.max(1, chain.height() - what.age);
  return doubleSealOf(what.by, { chainId: drivenChainId, slot: what.slot, height, kind });
};

/** One transaction a sender and block, so that each has its nonce. */
const transactionsOf = (chain: DrivenBlocks, wishes: readonly Wish[]) => {
  const senders = new Map<TestWallet, Wish>(wishes.map((one) => [one.from, one]));
  return [...senders].map(([from, one]) => chain.write(from, payloadOf(chain, one)));
};

interface Coins {
  readonly total: bigint;
  /** stakes and unbonding */
  readonly locked: bigint;
}

const decoded = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error('a record that does not decode');
  return result.value;
};

/** Decodes all of a state, and adds up what is in it. */
const coinsIn = (state: State): Coins => {
  let free = 0n;
  let locked = 0n;
  for (const [key, bytes] of state.entries()) {
    const letter = key[0];
    if (letter === 'a') free += decoded(decodeAccount(bytes)).balance;
    else if (letter === 'v') {
      const validators = decoded(decodeValidators(bytes));
      if (validators.kind === 'stakes') for (const entry of validators.stakes) locked += entry.amount;
    } else if (letter === 'u') for (const entry of decoded(decodeUnbonding(bytes))) locked += entry.amount;
    else if (letter === 'j') decoded(decodeJail(bytes));
    else if (letter === 'g') decoded(decodeSigners(bytes));
    else if (letter === 'm') decoded(decodeAdmin(bytes));
    else if (letter === 'q') decoded(decodeDue(bytes));
    else expect(letter).toBe('e');
  }
  return { total: free + locked, locked };
};

const contents = (state: State) => [state.root(), state.size(), new Map(state.entries())];

const someoneMaySeal = (chain: DrivenBlocks): void => {
  const validators = validatorsOf(chain.state, chain.spec, chain.height() + 1);
  if (validators === undefined) throw new Error('nobody may seal');
  const count = validators.kind === 'stakes' ? validators.stakes.length : validators.signers.length;
  expect(count).toBeGreaterThan(0);
};

const follow = (chain: DrivenBlocks, steps: readonly { back: number; wishes: readonly Wish[]; idle: number }[]) => {
  const history = [contents(chain.state)];
  const burnt = [0n];
  const verdicts: string[] = [];
  const genesis = coinsIn(chain.state).total;
  const addBlock = (wishes: readonly Wish[]): void => {
    const transactions = transactionsOf(chain, wishes);
    const before = coinsIn(chain.state);
    const fresh = chain.add(...transactions);
    verdicts.push(...fresh);
    const after = coinsIn(chain.state);
    // Nothing but evidence burns, and never more than is locked.
    const gone = before.total + chain.spec.reward - after.total;
    const evidence = fresh.some((verdict, i) => verdict === 'ok' && transactions[i]?.payload.kind === 'evidence');
    expect(gone >= 0n && (evidence || gone === 0n) && gone <= before.locked).toBe(true);
    burnt.push((burnt.at(-1) ?? 0n) + gone);
    history.push(contents(chain.state));
    someoneMaySeal(chain);
  };
  for (const { back, wishes, idle } of steps) {
    for (let i = 0; i < back && chain.height() > 0; i++) {
      chain.undo();
      history.pop();
      burnt.pop();
      expect(contents(chain.state)).toEqual(history.at(-1));
    }
    addBlock(wishes);
    for (let i = 0; i < idle; i++) addBlock([]);
    const expected = genesis + BigInt(chain.height()) * chain.spec.reward - (burnt.at(-1) ?? 0n);
    expect(coinsIn(chain.state).total).toBe(expected);
  }
  return verdicts;
};

describe.each<[string, () => ChainSpec]>([
  ['proof of stake', () => stakeSpec({ slashPermille: 333 }, { reward: 50n })],
  ['proof of authority', () => authoritySpec({}, { reward: 50n })],
])('under %s', (_, specOf) => {
  test('coins are conserved, records decode, somebody may seal, and undoing gives back what was', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 3, maxLength: isNight ? 30 : 12 }), (steps) => {
        taken += follow(driveBlocks(specOf(), check), steps).filter((verdict) => verdict === 'ok').length;
      }),
      { numRuns },
    );
    // the runs are about something
    expect(taken).toBeGreaterThan(0);
  });
});

test('under proof of stake every verdict and every coin is what a slow model says', () => {
  const spec = stakeSpec({ slashPermille: 333 }, { reward: 50n });
  const { consensus, allocations, reward } = spec;
  if (consensus.kind !== 'pos') throw new Error('another kind of consensus');
  const ground = { parameters: consensus, allocations, reward, producer: drivenProducer.publicKey };
  let taken = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 3, maxLength: isNight ? 30 : 12 }), (steps) => {
      const chain = driveBlocks(spec, check);
      const model = modelStakes(ground);
      const compare = (wishes: readonly Wish[]): void => {
        const transactions = transactionsOf(chain, wishes);
        const verdicts = chain.add(...transactions).map((verdict) => verdict === 'ok');
        expect(verdicts).toEqual(model.block(transactions));
        taken += verdicts.filter(Boolean).length;
        for (const { publicKey } of [...people, drivenProducer]) {
          expect(readAccount(chain.state, publicKey)?.balance ?? 0n).toBe(model.balances.get(publicKey) ?? 0n);
          expect(stakeOf(stakesOf(chain.state), publicKey)).toBe(model.stakes.get(publicKey) ?? 0n);
          const leaving = unbondingOf(chain.state, publicKey).reduce((sum, entry) => sum + entry.amount, 0n);
          expect(leaving).toBe(model.leavingOf(publicKey));
        }
      };
      for (const { wishes, idle } of steps) {
        compare(wishes);
        for (let i = 0; i < idle; i++) compare([]);
      }
    }),
    { numRuns },
  );
  expect(taken).toBeGreaterThan(0);
});
