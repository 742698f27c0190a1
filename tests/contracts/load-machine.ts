// The contract machine under Node, from the binary that scripts/build-machine.ts makes; Vitest's configuration has made
// it. Loaded once in a process with default options: it takes 20 ms.

import { readFile } from 'node:fs/promises';
import { type ContractMachine, createContractMachine, type MachineOptions } from '../../shared/core/contracts/index.ts';
import { machinePath } from '../../scripts/build-machine.ts';
import { loadSignatureCheck } from '../../shared/testing/index.ts';

/** A machine of its own, such as one without images. */
export const newMachine = async (options: Omit<MachineOptions, 'signatureCheck'> = {}): Promise<ContractMachine> => {
  const binary = new Uint8Array(await readFile(machinePath));
  return createContractMachine(binary, { signatureCheck: await loadSignatureCheck(), ...options });
};

let shared: Promise<ContractMachine> | undefined;

export const loadMachine = (): Promise<ContractMachine> => (shared ??= newMachine());
