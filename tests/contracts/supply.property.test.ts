// Coins under random calls inside calls that pay, store, delete, create accounts, fail and catch failures: none comes to be
// and none is lost, deposits are what is stored, and a failed call changes nothing but its sender's fee and nonce.

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ContractMachine } from '../../shared/core/contracts/index.ts';
import {
  type ContractValue,
  decodeAccount,
  decodeContractRecord,
  parseChainSpec,
} from '../../shared/core/model/index.ts';
import { contractKey, depositPerByte } from '../../shared/core/state/index.ts';
import { type ContractStage, contractStage, type DeployedContract } from '../../shared/testing/contracts/index.ts';
import { loadMachine } from './load-machine.ts';

const nightly = process.env['TABCHAIN_NIGHTLY'] === '1';

let machine: ContractMachine;
beforeAll(async () => {
  machine = await loadMachine();
});

const spec = (() => {
  const parsed = parseChainSpec({
    name: 'Supply',
    genesisTime: 1_700_000_000_000,
    salt: '00'.repeat(16),
    accountDeposit: '1000',
    consensus: { kind: 'pow', blockTimeMs: 10_000 },
  });
  if (!parsed.ok) throw new Error(parsed.error.path);
  return parsed.value;
})();

/** Does what it is told, one thing after the other; a thing that is wrapped in `try` may fail. */
const puppet = `export function init() {}
export function act(things) {
  for (const [what, ...rest] of things) {
    if (what === 'set') storage.set(...rest);
    if (what === 'delete') storage.delete(rest[0]);
    if (what === 'pay') transfer(rest[0], BigInt(rest[1]));
    if (what === 'emit') emit('e', rest[0]);
    if (what === 'call') call(rest[0], 'act', [rest[1]], { amount: BigInt(rest[2]) });
    if (what === 'fail') revert('told to');
    if (what === 'burn') for (;;);
    if (what === 'try') try { act([rest[0]]) } catch (e) {}
  }
}`;

interface Ledger {
  readonly coins: bigint;
  readonly accounts: number;
}

/** All coins: of accounts, of contracts, and in their deposits. */
const ledgerOf = ({ layer }: ContractStage): Ledger => {
  let [coins, accounts] = [0n, 0];
  for (const [key, bytes] of layer.written()) {
    if (bytes === undefined) continue;
    if (key.startsWith('a')) {
      const account = decodeAccount(bytes);
      if (!account.ok) throw new Error('a damaged account');
      coins += account.value.balance;
      accounts++;
    }
    if (key.startsWith('c')) {
      const record = decodeContractRecord(bytes);
      if (!record.ok) throw new Error('a damaged contract');
      coins += record.value.balance + BigInt(record.value.storedBytes) * depositPerByte(spec);
    }
  }
  return { coins, accounts };
};

/** What the records of a contract count, added up from the records. */
const storedBytesOf = ({ layer }: ContractStage): bigint => {
  let bytes = 0n;
  for (const [key, value] of layer.written())
    if (/^[cks]/.test(key) && value !== undefined) bytes += BigInt(320 + value.length);
  return bytes;
};

const recordedBytesOf = ({ layer }: ContractStage): bigint => {
  let bytes = 0n;
  for (const [key, value] of layer.written()) {
    const record = key.startsWith('c') && value !== undefined ? decodeContractRecord(value) : undefined;
    if (record?.ok === true) bytes += BigInt(record.value.storedBytes);
  }
  return bytes;
};

const strangers = ['dora', 'erik', 'fred'];

const things = (on: ContractStage, contracts: readonly DeployedContract[]) =>
  fc
    .letrec<{ thing: ContractValue; list: readonly ContractValue[] }>((tie) => ({
      list: fc.array(tie('thing'), { maxLength: 4 }),
      thing: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        fc.tuple(
          fc.constant('set'),
          fc.constantFrom('a', 'b', 'c'),
          fc.string({ unit: 'binary-ascii', maxLength: 30 }),
        ),
        fc.tuple(fc.constant('delete'), fc.constantFrom('a', 'b', 'c')),
        fc.tuple(
          fc.constant('pay'),
          fc.constantFrom(...['alice', 'bob', ...strangers]),
          fc.integer({ min: 0, max: 400 }),
        ),
        fc.tuple(fc.constant('emit'), fc.string({ unit: 'binary-ascii', maxLength: 5 })),
        fc.constantFrom<ContractValue>(['fail'], ['emit', 1]),
        fc.tuple(fc.constant('try'), tie('thing')),
        fc.tuple(
          fc.constant('call'),
          fc.constantFrom(...contracts.map(({ address }) => address)),
          tie('list'),
          fc.integer({ min: 0, max: 300 }),
        ),
      ),
    }))
    .list.map(
      (list) => JSON.parse(JSON.stringify(list), (_, value: unknown) => nameToAddress(on, value)) as ContractValue[],
    );

/** Strangers have no account yet: their addresses are made of their names alone. */
const nameToAddress = (on: ContractStage, value: unknown): unknown =>
  value === 'alice' || value === 'bob' || strangers.includes(String(value)) ? on.plainAddressOf(String(value)) : value;

describe('coins', () => {
  test('are conserved over random calls inside calls, failures among them', () => {
    const on = contractStage(machine, spec);
    const contracts = [0, 1, 2].map(() => on.deploy(puppet, [], { amount: 1000n }));
    let fees = 0n;
    const [first] = contracts;
    if (first === undefined) throw new Error('no contract');
    on.balanceOf('bob');
    const start = ledgerOf(on);
    let failures = 0;
    fc.assert(
      fc.property(things(on, contracts), fc.integer({ min: 0, max: 50 }), fc.nat({ max: 2 }), (list, amount, which) => {
        const before = new Map(on.layer.written());
        const result = (contracts[which] ?? first).call('act', [list], { amount: BigInt(amount) });
        fees += BigInt(result.gasUsed);
        const now = ledgerOf(on);
        const burnt = BigInt(now.accounts - start.accounts) * spec.accountDeposit;
        expect(now.coins + fees + burnt).toBe(start.coins);
        expect(recordedBytesOf(on)).toBe(storedBytesOf(on));
        if (result.ok) return;
        failures++;
        const changed = [...on.layer.written()].filter(([key, value]) => before.get(key) !== value);
        expect(changed.map(([key]) => key[0])).toEqual(['a']);
      }),
      { numRuns: nightly ? 10_000 : 500 },
    );
    expect(failures).toBeGreaterThan(20);
    expect(on.layer.get(contractKey(first.id))).toBeDefined();
  });
});

describe('deposits', () => {
  const put = `export function init() {}
export function put(k, v) { storage.set(k, v) }
export function drop(k) { storage.delete(k) }`;

  test('are paid by who lets a contract store, and come back to who lets it delete', () => {
    const on = contractStage(machine, spec);
    const contract = on.deploy(put, []);
    const balance = (name: string, act: () => number): bigint => {
      const before = on.balanceOf(name);
      const gas = BigInt(act());
      return on.balanceOf(name) - before + gas;
    };
    const paid = balance('alice', () => contract.call('put', ['k', 'x'.repeat(100)]).gasUsed);
    expect(paid).toBeLessThan(-400n * depositPerByte(spec));
    expect(balance('bob', () => contract.call('drop', ['k'], { from: 'bob' }).gasUsed)).toBe(-paid);
  });

  test('that the sender cannot pay make the call fail, with its fee', () => {
    const on = contractStage(machine, { ...spec, accountDeposit: 1_000_000_000_000n });
    const contract = contractStage(machine, spec).deploy(put, []);
    expect(contract.call('put', ['k', 1]).ok).toBe(true);
    expect(() => on.deploy(put, [])).toThrow(/amount-over-balance/);
  });
});
