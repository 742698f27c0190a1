// Faults of the host while contracts run: each is logged, the third raises one alarm, and outcomes are as without them.

import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { machinePath } from '../../scripts/build-machine.ts';
import { failingWorld } from '../../tests/contracts/failing-world.ts';
import { loadSignatureCheck } from '../testing/index.ts';
import { createMachineSource, type MachineNews } from './index.ts';

const stage = async () => {
  const news: MachineNews[] = [];
  const binary = async () => new Uint8Array(await readFile(machinePath));
  const source = createMachineSource(binary, await loadSignatureCheck(), (told) => news.push(told));
  await source.load();
  const machine = source.machine();
  if (machine === undefined) throw new Error('the machine is not there');
  return { machine, news, alarms: () => news.filter(({ type }) => type === 'alarm') };
};

test('a contract that fails by itself is no fault of the host', async () => {
  const { machine, news } = await stage();
  expect(failingWorld(machine, 0).run().ok).toBe(true);
  expect(machine.inspect('null.x').ok).toBe(false);
  expect(news).toEqual([]);
});

test('each fault of the host is logged, and the third is an alarm, once', async () => {
  const { machine, news, alarms } = await stage();
  expect(failingWorld(machine, 2).run().ok).toBe(true);
  expect(news.map(({ type }) => type)).toEqual(['log', 'log']);
  expect(failingWorld(machine, 2).run().ok).toBe(true);
  expect(alarms()).toEqual([{ type: 'alarm', what: 'contracts-unsteady' }]);
  expect(failingWorld(machine, 3).run).toThrow();
  expect(news.filter(({ type }) => type === 'log')).toHaveLength(7);
  expect(alarms()).toHaveLength(1);
});
