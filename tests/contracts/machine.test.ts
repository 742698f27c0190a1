// The machine with several contracts: calls inside calls, what they may spend and undo, and how a contract's failure
// reaches who called it.

import { beforeAll, describe, expect, test } from 'vitest';
import type { ContractMachine } from '../../shared/core/contracts/index.ts';
import { type ContractStep, type ContractValue, formatAddress } from '../../shared/core/model/index.ts';
import { createMemoryWorld, type MemoryWorld } from '../../shared/testing/contracts/index.ts';
import { deepestLegal, digDown, ground } from './dig-down.ts';
import { loadMachine } from './load-machine.ts';
import { argumentBytes, maximumGas, shownValue } from './run-program.ts';

let machine: ContractMachine;
beforeAll(async () => {
  machine = await loadMachine();
});

const idOf = (letter: string): string => letter.repeat(64);
const addressOf = (letter: string): string => formatAddress({ kind: 'contract', id: idOf(letter) });
const person = { kind: 'account', id: '1'.repeat(64) } as const;
const block = { chainId: '3'.repeat(64), height: 7, time: 1_700_000_000_000 };

const worldOf = (contracts: Readonly<Record<string, string>>): MemoryWorld => {
  const world = createMemoryWorld();
  for (const [letter, text] of Object.entries(contracts)) world.contracts.set(idOf(letter), { hash: text, text });
  return world;
};

interface Ran {
  readonly value?: ContractValue;
  readonly reason?: string;
  readonly gasUsed: number;
  readonly steps: readonly ContractStep[];
}

const run = (
  world: MemoryWorld,
  letter: string,
  name: string,
  args: readonly ContractValue[] = [],
  gas = maximumGas,
): Ran => {
  const steps: ContractStep[] = [];
  const call = { contract: idOf(letter), function: name, args: argumentBytes(args), amount: 5n, sender: person };
  const outcome = machine.run({ ...call, origin: person, gas }, world, block, (step) => steps.push(step));
  const { gasUsed } = outcome;
  return outcome.ok ? { value: shownValue(outcome.value), gasUsed, steps } : { reason: outcome.reason, gasUsed, steps };
};

describe('a contract', () => {
  test('keeps values of every kind, and lists them in the order in which their keys came', () => {
    const world = worldOf({
      a: `export function put(k, v) { storage.set(k, v) }
export function drop(k) { return storage.delete(k) }
export function all(prefix) { return storage.entries(prefix) }`,
    });
    const values: readonly ContractValue[] = [
      null,
      true,
      -7,
      12n ** 40n,
      'ä€😀',
      new Uint8Array([1, 2]),
      [1, [2]],
      { b: 1, a: {} },
    ];
    for (const [i, value] of values.entries()) run(world, 'a', 'put', [`k${i}`, value]);
    expect(run(world, 'a', 'all').value).toEqual(values.map((value, i) => [`k${i}`, value]));
    expect([run(world, 'a', 'drop', ['k1']).value, run(world, 'a', 'drop', ['k1']).value]).toEqual([true, false]);
    run(world, 'a', 'put', ['k1', 'again']);
    const keys = (run(world, 'a', 'all', ['k']).value as readonly (readonly [string])[]).map(([key]) => key);
    expect(keys).toEqual(['k0', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7', 'k1']);
  });

  test('sees who called, with what, and where', () => {
    const text = `export function who() { return [context.sender, context.origin, context.address, context.amount, context.height, context.time, context.chainId] }`;
    const me = formatAddress(person);
    const { height, time, chainId } = block;
    expect(run(worldOf({ a: text }), 'a', 'who').value).toEqual([
      me,
      me,
      addressOf('a'),
      5n,
      height,
      time,
      `0x${chainId}`,
    ]);
  });

  test('hashes and writes bytes as everywhere', () => {
    const text = `export function hash(b) { return toHex(sha256(b)) + toHex(fromHex('00ff')) }`;
    expect(run(worldOf({ a: text }), 'a', 'hash', [new Uint8Array(0)]).value).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85500ff',
    );
  });

  test('says in which line it failed, whether it threw or reverted', () => {
    const world = worldOf({ a: `export function bad() {\n  null.x\n}\nexport function stop() {\n\n  revert('no')\n}` });
    expect(run(world, 'a', 'bad').reason).toBe("TypeError: cannot read property 'x' of null (line 2)");
    expect(run(world, 'a', 'stop').reason).toBe('no (line 6)');
  });

  test('that fails leaves nothing behind', () => {
    const world = worldOf({
      a: `export function half() { storage.set('a', 1); emit('done', 1); transfer('${formatAddress(person)}', 3n); revert('no') }`,
    });
    world.balances.set(idOf('a'), 5n);
    expect(run(world, 'a', 'half').reason).toMatch(/^no/);
    expect([world.stored.get(idOf('a'))?.size ?? 0, world.events.length, world.balances.get(idOf('a'))]).toEqual([
      0,
      0,
      5n,
    ]);
  });

  test('is watched step by step', () => {
    const text = `export function run() { storage.set('a', 1); storage.get('a'); emit('e', null) }`;
    const { steps } = run(worldOf({ a: text }), 'a', 'run');
    expect(steps.map(({ operation }) => operation)).toEqual(['set', 'get', 'emit']);
    const gas = steps.map(({ gasLeft }) => gasLeft);
    expect(gas).toEqual([...gas].sort((a, b) => b - a));
  });
});

const caller = `export function pass(to, name, args, options) { return call(to, name, args, options) }
export function guard(to, name, gas) { storage.set('before', 1); try { return call(to, name, [], { gas }) } catch (e) { return e.message } }`;

describe('a call of another contract', () => {
  test('gives its value, and its caller as the sender', () => {
    const world = worldOf({ a: caller, b: `export function who(x) { return [context.sender, context.origin, x] }` });
    expect(run(world, 'a', 'pass', [addressOf('b'), 'who', [7n]]).value).toEqual([
      addressOf('a'),
      formatAddress(person),
      7n,
    ]);
  });

  test('carries coins, and gives them back when it fails', () => {
    const world = worldOf({
      a: caller,
      b: `export function take(fail) { if (fail) revert('no'); return context.amount }`,
    });
    world.balances.set(idOf('a'), 10n);
    expect(run(world, 'a', 'pass', [addressOf('b'), 'take', [false], { amount: 4n }]).value).toBe(4n);
    expect(run(world, 'a', 'pass', [addressOf('b'), 'take', [true], { amount: 4n }]).reason).toMatch(/no \(line 1\)/);
    expect([world.balances.get(idOf('a')), world.balances.get(idOf('b'))]).toEqual([6n, 4n]);
  });

  test('undoes only itself when its caller catches the failure', () => {
    const world = worldOf({ a: caller, b: `export function run() { storage.set('x', 1); emit('e', 1); null.x }` });
    const ran = run(world, 'a', 'guard', [addressOf('b'), 'run', 0]);
    expect(ran.value).toBe("call failed: TypeError: cannot read property 'x' of null (line 1)");
    expect([world.stored.get(idOf('a'))?.size, world.stored.get(idOf('b'))?.size ?? 0, world.events.length]).toEqual([
      1, 0, 0,
    ]);
  });

  test('that burns all its gas leaves its caller a sixty-fourth, or what was held back', () => {
    const world = worldOf({ a: caller, b: 'export function run() { for (;;); }' });
    expect(run(world, 'a', 'guard', [addressOf('b'), 'run', 0]).value).toBe('call failed: out of gas');
    const limited = run(world, 'a', 'guard', [addressOf('b'), 'run', 100_000]);
    expect(limited.value).toBe('call failed: out of gas');
    expect(limited.gasUsed).toBeLessThan(300_000);
  });

  const refusals: readonly (readonly [string, readonly ContractValue[], RegExp])[] = [
    ['of itself', [addressOf('a'), 'pass', []], /running already/],
    ['of nobody', [addressOf('e'), 'x', []], /no such contract/],
    ['of an account', [formatAddress(person), 'x', []], /not a contract/],
    ['of init', [addressOf('b'), 'init', []], /deployment only/],
    ['with more coins than there are', [addressOf('b'), 'x', [], { amount: 9n }], /not enough coins/],
    ['of a function that is not there', [addressOf('b'), 'missing', []], /no function missing/],
  ];
  test.each(refusals)('is refused: %s', (_, args, reason) => {
    const world = worldOf({ a: caller, b: 'export function x() {}' });
    expect(run(world, 'a', 'pass', args).reason).toMatch(reason);
  });

  test('cannot come back into a contract that is running', () => {
    const world = worldOf({
      a: `export function withdraw(to) { if (storage.has('paid')) revert('paid'); call(to, 'receive', [], { amount: 5n }); storage.set('paid', true) }`,
      b: `export function receive() { try { call(context.sender, 'withdraw', [context.address]) } catch (e) { emit('refused', e.message) } }`,
    });
    world.balances.set(idOf('a'), 20n);
    run(world, 'a', 'withdraw', [addressOf('b')]);
    expect([world.balances.get(idOf('a')), world.balances.get(idOf('b'))]).toEqual([15n, 5n]);
    expect(world.events.map(({ name }) => name)).toEqual(['refused']);
  });
});

describe('calls inside calls', () => {
  test('go eight deep and no deeper', () => {
    expect(digDown(machine, 8, 0)).toBe(ground);
    expect(digDown(machine, 9, 0)).toMatch(/8 calls inside calls/);
  });

  test('share one stack: the deepest that is legal is no matter for the host, one more is an outcome', () => {
    const depth = deepestLegal(machine);
    expect(depth).toBeGreaterThan(3);
    expect(digDown(machine, 8, depth)).toBe(ground);
    expect(digDown(machine, 8, depth + 1)).toMatch(/stack overflow/);
    expect(digDown(machine, 0, 1000)).toMatch(/stack overflow/);
  });
});
