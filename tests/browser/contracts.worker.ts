// The contract machine in a worker, as a tab has it: runs programs and nested calls and answers with what became of them.
// Bounded: one machine; one question at a time.

import { createContractMachine } from '../../shared/core/contracts/index.ts';
import { loadSignatureCheck } from '../../shared/testing/index.ts';
import { deepestLegal, digDown } from '../contracts/dig-down.ts';
import { type Program, runProgram } from '../contracts/run-program.ts';

const machineUrl = new URL('../../shared/core/contracts/generated/machine.wasm', import.meta.url);

const load = async () => {
  const binary = new Uint8Array(await (await fetch(machineUrl)).arrayBuffer());
  return createContractMachine(binary, { signatureCheck: await loadSignatureCheck() });
};

const machine = load();

const answer = async (programs: readonly Program[]) => {
  const loaded = await machine;
  const outcomes = programs.map((program) => {
    const start = performance.now();
    const outcome = runProgram(loaded, program);
    return { ...outcome, ms: performance.now() - start };
  });
  const depth = deepestLegal(loaded);
  return { outcomes, depth, beyond: digDown(loaded, 8, depth + 1) };
};

self.onmessage = ({ data }: MessageEvent<readonly Program[]>): void => {
  answer(data).then(
    (result) => self.postMessage({ result }),
    (error: unknown) => self.postMessage({ error: String(error) }),
  );
};
