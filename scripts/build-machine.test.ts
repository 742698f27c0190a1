// The binary of the contract machine is what the lockfile's package and the meter give, and the one that the protocol
// names: another version of either is another machine, and fails here before any network notices.

import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { machineHashOf } from '../shared/core/contracts/index.ts';
import { contractMachineHash } from '../shared/core/model/index.ts';
import { machinePath, meteredBinary } from './build-machine.ts';

test('the binary on the disk is the one that the meter makes, and has the hash that the protocol pins', async () => {
  const made = await meteredBinary();
  expect(Buffer.compare(await readFile(machinePath), made)).toBe(0);
  expect(machineHashOf(made)).toBe(contractMachineHash);
});
