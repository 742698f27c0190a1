// What goes wrong on this host is no outcome of a call: it is tried again in fresh instances, from where it began, and thrown
// when it stays. The instance that follows is as good as new.

import { beforeAll, expect, test } from 'vitest';
import type { ContractMachine } from '../../shared/core/contracts/index.ts';
import { failingContract, failingWorld } from './failing-world.ts';
import { loadMachine } from './load-machine.ts';

let machine: ContractMachine;
beforeAll(async () => {
  machine = await loadMachine();
});

test('a fault that goes away leaves the outcome, the gas and the world as without it', () => {
  const healthy = failingWorld(machine, 0);
  const expected = healthy.run();
  expect(expected.ok).toBe(true);
  for (const times of [1, 2]) {
    const { run, world } = failingWorld(machine, times);
    expect(run()).toEqual(expected);
    expect(world.storage.get(failingContract, 'n')).toEqual(healthy.world.storage.get(failingContract, 'n'));
  }
});

test('a fault that stays is thrown, no contract can catch it, nothing is left of the call, and the machine goes on', () => {
  const { run, world } = failingWorld(machine, 3);
  expect(run).toThrow();
  expect(world.storage.get(failingContract, 'n')).toBeUndefined();
  expect(run().ok).toBe(true);
});
