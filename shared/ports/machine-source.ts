// The contract machine of a node, loaded when the first contract is met: its code is a part of its own, its binary comes
// from wherever the kind of node has it. A fault of this host (a full stack, say) is no verdict on a block: the machine tries
// again by itself, here each is logged, and the third raises one alarm; who goes on in that way should be restarted.
// Bounded: one machine; a loading that failed may be tried again; one alarm in the life of a machine.

import type { SignatureCheck } from '../core/crypto/index.ts';
import type { ContractRunner } from '../core/model/index.ts';
import type { MachineSource } from '../core/node/ports.ts';

/** What a node tells of its machine: events of its own (NodeEvent). */
export type MachineNews =
  | { readonly type: 'log'; readonly level: 'warn'; readonly what: string }
  | { readonly type: 'alarm'; readonly what: 'contracts-unsteady' };

/** One can be chance, and a second its echo. */
const faultsBeforeAlarm = 3;

const faultsTold = (tell: (news: MachineNews) => void): (() => void) => {
  let faults = 0;
  return () => {
    faults += 1;
    const what = `this host failed while it ran a contract, which is tried in a fresh instance (${faults} so far)`;
    tell({ type: 'log', level: 'warn', what });
    if (faults === faultsBeforeAlarm) tell({ type: 'alarm', what: 'contracts-unsteady' });
  };
};

export const createMachineSource = (
  binary: () => Promise<Uint8Array<ArrayBuffer>>,
  signatureCheck: SignatureCheck,
  tell: (news: MachineNews) => void,
): MachineSource => {
  let machine: ContractRunner | undefined;
  let loading: Promise<void> | undefined;
  const begin = async (): Promise<void> => {
    try {
      const [{ createContractMachine }, bytes] = await Promise.all([import('../core/contracts/index.ts'), binary()]);
      machine = createContractMachine(bytes, { signatureCheck, onHostFault: faultsTold(tell) });
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
