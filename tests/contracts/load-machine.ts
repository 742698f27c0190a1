// The contract machine under Node, from the binary that scripts/build-machine.ts makes; Vitest's configuration has made
// it. Loaded once in a process with default options: it takes 20 ms.

import { readFile } from 'node:fs/promises';
import { type ContractMachine, createContractMachine, type MachineOptions } from '../../shared/core/contracts/index.ts';
import { machinePath } from '../../scripts/build-machine.ts';
import { loadSignatureCheck } from '../../shared/testing/index.ts';

type Options = Omit<MachineOptions, 'signatureCheck'>;

/** Makes machines without waiting, each with instances and images of its own. */
export const machineMaker = async (): Promise<(options?: Options) => ContractMachine> => {
  const binary = new Uint8Array(await readFile(machinePath));
  const signatureCheck = await loadSignatureCheck();
  return (options) => createContractMachine(binary, { signatureCheck, ...options });
};

/** A machine of its own, such as one without images. */
export const newMachine = async (options?: Options): Promise<ContractMachine> => (await machineMaker())(options);

let shared: Promise<ContractMachine> | undefined;

export const loadMachine = (): Promise<ContractMachine> => (shared ??= newMachine());
