// The type declarations for editors name exactly what the machine puts into the world of a contract, part by part.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { contractNames } from '../../browser-node/ui/contracts/contract-names.ts';
import type { ContractMachine } from '../../shared/core/contracts/index.ts';
import { contractStage } from '../../shared/testing/contracts/index.ts';
import { loadMachine } from './load-machine.ts';

const path = join(import.meta.dirname, '../../public/contracts/tabchain-contract.d.ts');
const names = contractNames(readFileSync(path, 'utf8'));

let machine: ContractMachine;
beforeAll(async () => {
  machine = await loadMachine();
});

test.each([
  [undefined, 'globalThis'],
  ['storage', 'storage'],
  ['context', 'context'],
])('parts of %s', (of, holder) => {
  const contract = contractStage(machine).deploy(`export function parts() { return Object.keys(${holder}) }`);
  const declared = names.filter((one) => one.of === of).map(({ name }) => name);
  expect(declared.toSorted()).toEqual((contract.call('parts').value as readonly string[]).toSorted());
});
