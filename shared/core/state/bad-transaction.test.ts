// Every bad transaction of the table is refused by the rules with its own fault, and changes nothing.

import { describe, expect, test } from 'vitest';
import {
  type BadTransactionPlace,
  badTransactions,
  badTransactionSpec,
  loadSignatureCheck,
  richWallets,
  transferOf,
  walletOf,
} from '../../testing/index.ts';
import type { Result } from '../bytes/index.ts';
import { encodeAccount, type Transaction } from '../model/index.ts';
import {
  accountKey,
  applyTransaction,
  checkTransactionForm,
  createLayer,
  createState,
  genesisEntries,
  type StateLayer,
  signatureIsValid,
  type TransactionFault,
} from './index.ts';

const spec = badTransactionSpec();
const chainId = 'cc'.repeat(32);
const sender = walletOf(1);
const height = 10;

const check = await loadSignatureCheck();

const place: BadTransactionPlace = { spec, chainId, height, sender, balance: 1_000_000_000_000n, nonce: 3 };

/** The genesis state, in which the sender has sent three transactions. */
const layerAt = (): StateLayer => {
  const layer = createLayer(createState(genesisEntries(spec)));
  layer.set(accountKey(sender.publicKey), encodeAccount({ balance: place.balance, nonce: place.nonce }));
  return layer;
};

/** All rules in the order in which a node asks them. */
const judge = (transaction: Transaction, layer: StateLayer): Result<unknown, TransactionFault> => {
  const form = checkTransactionForm(transaction, { spec, chainId });
  if (!form.ok) return form;
  if (!signatureIsValid(transaction, check)) return { ok: false, error: { type: 'signature-invalid' } };
  return applyTransaction(form.value, layer, { spec, height, time: 0 });
};

describe('a bad transaction', () => {
  test('comes in at least 25 kinds, each with a name of its own', () => {
    expect(badTransactions.length).toBeGreaterThanOrEqual(25);
    expect(new Set(badTransactions.map(({ name }) => name)).size).toBe(badTransactions.length);
  });

  test.each(badTransactions)('$name: $fault', ({ make, fault }) => {
    const layer = layerAt();
    const before = new Map(layer.written());
    expect(judge(make(place), layer)).toMatchObject({ ok: false, error: { type: fault } });
    expect(layer.written()).toEqual(before);
  });
});

describe('at the edge', () => {
  const terms = { chainId, nonce: place.nonce };
  const fee = 100_000n;
  const good: readonly (readonly [string, () => Transaction])[] = [
    ['the whole balance but the reserve', () => transferOf(sender, walletOf(2).address, place.balance - fee, terms)],
    [
      'the whole balance but reserve and deposit, to a new account',
      () => transferOf(sender, walletOf(77).address, place.balance - fee - spec.accountDeposit, terms),
    ],
    [
      'in the last block that it may be in',
      () => transferOf(sender, walletOf(2).address, 1n, { ...terms, validUntil: height }),
    ],
    ['for nothing per gas', () => transferOf(sender, walletOf(2).address, 1n, { ...terms, gasPrice: 0n })],
    ['to oneself', () => transferOf(sender, sender.address, 5n, terms)],
  ];
  test.each(good)('is taken: %s', (_name, make) => {
    expect(judge(make(), layerAt())).toMatchObject({ ok: true, value: { status: 'ok' } });
  });

  test('paying oneself costs the fee and nothing else', () => {
    const layer = layerAt();
    expect(judge(transferOf(sender, sender.address, place.balance - fee, terms), layer)).toMatchObject({ ok: true });
    const [spent] = [layer.get(accountKey(sender.publicKey))];
    const gas = 28_000n + 20n * BigInt(transferOf(sender, sender.address, place.balance - fee, terms).bytes.length);
    expect(spent).toEqual(encodeAccount({ balance: place.balance - gas, nonce: place.nonce + 1 }));
  });

  test('the rich accounts of the spec are there', () => {
    const state = createState(genesisEntries(spec));
    for (const { publicKey } of richWallets()) expect(state.get(accountKey(publicKey))).toBeDefined();
  });
});
