// The worker of the figure `contract-gas`: the machine as a tab has it, and how fast the costliest programs use up gas.
// Bound: one machine, one question.

import { createContractMachine } from '../shared/core/contracts/index.ts';
import { loadSignatureCheck } from '../shared/testing/index.ts';
import type { Program } from '../tests/contracts/run-program.ts';
import { measureGas } from './costliest-gas.ts';

const machineUrl = new URL('../shared/core/contracts/generated/machine.wasm', import.meta.url);

const answer = async (programs: readonly Program[]) => {
  const binary = new Uint8Array(await (await fetch(machineUrl)).arrayBuffer());
  return measureGas(createContractMachine(binary, { signatureCheck: await loadSignatureCheck() }), programs);
};

self.onmessage = ({ data }: MessageEvent<readonly Program[]>): void => {
  answer(data).then(
    (rates) => self.postMessage({ rates }),
    (error: unknown) => self.postMessage({ error: String(error) }),
  );
};
