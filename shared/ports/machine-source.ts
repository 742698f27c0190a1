// The contract machine of a node, loaded when the first contract is met: its code is a part of its own, its binary comes
// from wherever the kind of node has it. Bounded: one machine; a loading that failed may be tried again.

import type { SignatureCheck } from '../core/crypto/index.ts';
import type { ContractRunner } from '../core/model/index.ts';
import type { MachineSource } from '../core/node/ports.ts';

export const createMachineSource = (
  binary: () => Promise<Uint8Array<ArrayBuffer>>,
  signatureCheck: SignatureCheck,
): MachineSource => {
  let machine: ContractRunner | undefined;
  let loading: Promise<void> | undefined;
  const begin = async (): Promise<void> => {
    try {
      const [{ createContractMachine }, bytes] = await Promise.all([import('../core/contracts/index.ts'), binary()]);
      machine = createContractMachine(bytes, { signatureCheck });
    } finally {
      loading = undefined;
    }
  };
  return {
    machine: () => machine,
    load: async () => {
      if (machine !== undefined) return;
      loading ??= begin();
      await loading;
    },
  };
};
