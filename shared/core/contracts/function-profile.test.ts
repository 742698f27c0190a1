// Gas by function: a watched call has the gas and the outcome of the plain one, whatever runs, and its rows come to that gas.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { escapes } from '../../../tests/contracts/escapes.ts';
import { loadMachine } from '../../../tests/contracts/load-machine.ts';
import { argumentBytes, maximumGas, type Program, type ProgramOutcome } from '../../../tests/contracts/run-program.ts';
import { createMemoryWorld } from '../../testing/contracts/index.ts';
import { formatAddress, type TracedOutcome } from '../model/index.ts';
import type { ContractMachine } from './index.ts';

const vectors = join(import.meta.dirname, '../../../tests/vectors/contracts/hostile.json');
const hostile = JSON.parse(readFileSync(vectors, 'utf8')) as readonly (Program & ProgramOutcome)[];
const [first, second] = ['22'.repeat(32), '44'.repeat(32)];
const origin = { kind: 'account', id: '11'.repeat(32) } as const;
const block = { chainId: '33'.repeat(32), height: 7, time: 1_700_000_000_000 };

let machine: ContractMachine;
beforeAll(async () => {
  machine = await loadMachine();
});

const both = (modules: readonly string[], gas = maximumGas): TracedOutcome => {
  const run = (how: 'run' | 'trace') => {
    const world = createMemoryWorld();
    for (const [i, text] of modules.entries()) world.contracts.set([first, second][i] ?? '', { hash: text, text });
    const call = { contract: first, function: 'run', args: argumentBytes([]), amount: 0n, sender: origin, origin, gas };
    return how === 'run' ? { outcome: machine.run(call, world, block) } : machine.trace(call, world, block);
  };
  const traced = run('trace') as TracedOutcome;
  expect(traced.outcome).toEqual(run('run').outcome);
  expect(traced.functions.reduce((sum, row) => sum + row.gas, 0)).toBe(traced.outcome.gasUsed);
  expect(traced.functions.every((row) => row.gas >= 0)).toBe(true);
  return traced;
};

test('exported, inner, nameless and host functions have rows of their own', () => {
  const module = `function twice(n) { let sum = 0; for (let i = 0; i < 2000; i++) sum += n; return sum }
const nested = (n) => twice(n) + [1, 2].map((one) => one * n)[1];
export function run() {
  storage.set('n', nested(3));
  return storage.get('n') + context.height;
}`;
  const { functions } = both([module]);
  const row = (name: string) => functions.find((one) => one.name === name);
  expect(functions[0]).toMatchObject({ name: 'twice', kind: 'contract', line: 1, calls: 1, contract: first });
  const known = ['twice', 'nested', 'run', 'storage.set', 'storage.get', 'context', ''];
  expect(functions.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
  expect(row('nested')).toMatchObject({ line: 2, calls: 1 });
  expect(functions.find(({ name, line }) => name === '' && line === 2)).toMatchObject({ kind: 'contract', calls: 2 });
  expect(row('run')).toMatchObject({ line: 3, calls: 1 });
  expect(row('storage.set')).toMatchObject({ kind: 'host', calls: 1 });
  expect(row('storage.set')?.gas).toBeGreaterThan(12_000);
  expect(row('context')?.gas).toBeGreaterThan(4_000);
  expect(functions.find(({ kind }) => kind === 'module')?.gas).toBeGreaterThan(0);
});

test('a nested call is told by the functions of the other contract, also where it fails and is caught', () => {
  const address = formatAddress({ kind: 'contract', id: second });
  const outer = `export function run() { for (const fail of [false, true]) try { call('${address}', 'work', [fail]) } catch {} }`;
  const inner = `export function work(fail) { spin(); if (fail) throw new Error('no') }
function spin() { for (let i = 0; i < 5000; i++); }`;
  const { functions } = both([outer, inner]);
  expect(functions[0]).toMatchObject({ name: 'spin', contract: second, calls: 2 });
  expect(functions.find(({ name }) => name === 'call')).toMatchObject({ kind: 'host', contract: first, calls: 2 });
  const starved = `export function run() { try { call('${address}', 'work', [false], { gas: 30000 }) } catch {} }`;
  both([starved, inner]);
});

describe('hostile programs and escapes', () => {
  /** by day every ninth; at night all, with as much gas as a call may have */
  const [step, gas] = process.env['TABCHAIN_NIGHTLY'] === '1' ? [1, maximumGas] : [9, 600_000];
  test('cost the same and end the same when they are watched', () => {
    const programs = [...hostile, ...escapes].filter((_, i) => i % step === 0);
    for (const { module } of programs) both([module], gas);
  });
});
