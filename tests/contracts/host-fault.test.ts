// What goes wrong on this host is no outcome of a call: it is tried again in fresh instances, from where it began, and thrown
// when it stays. The instance that follows is as good as new.

import { beforeAll, expect, test } from 'vitest';
import type { ContractMachine } from '../../shared/core/contracts/index.ts';
import type { ContractWorld } from '../../shared/core/model/index.ts';
import { createMemoryWorld } from '../../shared/testing/contracts/index.ts';
import { loadMachine } from './load-machine.ts';
import { argumentBytes, maximumGas } from './run-program.ts';

const contract = '22'.repeat(32);
const origin = { kind: 'account', id: '11'.repeat(32) } as const;
const block = { chainId: '33'.repeat(32), height: 7, time: 1_700_000_000_000 };
const text = `export function run() {
  storage.set('n', (storage.get('n') ?? 0) + 1);
  try { return [storage.get('n'), storage.has('x')] } catch { return 'caught' }
}`;

let machine: ContractMachine;
beforeAll(async () => {
  machine = await loadMachine();
});

/** A world whose reads fail as a host with a full stack fails, so often. */
const failing = (times: number) => {
  const world = createMemoryWorld();
  world.contracts.set(contract, { hash: text, text });
  let left = times;
  let reads = 0;
  const faulty: ContractWorld = {
    ...world,
    storage: {
      ...world.storage,
      get: (...asked) => {
        reads += 1;
        // the second read of a call, when it has written already
        if (reads % 2 === 0 && left-- > 0) throw new RangeError('Maximum call stack size exceeded');
        return world.storage.get(...asked);
      },
    },
  };
  const call = { contract, function: 'run', args: argumentBytes([]), amount: 0n, sender: origin, origin };
  return { run: () => machine.run({ ...call, gas: maximumGas }, faulty, block), world };
};

test('a fault that goes away leaves the outcome, the gas and the world as without it', () => {
  const healthy = failing(0);
  const expected = healthy.run();
  expect(expected.ok).toBe(true);
  for (const times of [1, 2]) {
    const { run, world } = failing(times);
    expect(run()).toEqual(expected);
    expect(world.storage.get(contract, 'n')).toEqual(healthy.world.storage.get(contract, 'n'));
  }
});

test('a fault that stays is thrown, no contract can catch it, nothing is left of the call, and the machine goes on', () => {
  const { run, world } = failing(3);
  expect(run).toThrow();
  expect(world.storage.get(contract, 'n')).toBeUndefined();
  expect(run().ok).toBe(true);
});
