// The contract machine in a worker, as a tab has it, but with another clock: runs programs, nested calls and generated
// contracts and answers with what became of them.
// Bounded: one machine; one question at a time.

import { createContractMachine } from '../../shared/core/contracts/index.ts';
import { loadSignatureCheck } from '../../shared/testing/index.ts';
import { deepestLegal, digDown } from '../contracts/dig-down.ts';
import { runGenerated } from '../contracts/generated-calls.ts';
import { hostSays, setOtherClock } from '../contracts/other-clock.ts';
import { runProgram } from '../contracts/run-program.ts';
import type { WorkerAnswer, WorkerQuestion } from './contracts.page.ts';

const machineUrl = new URL('../../shared/core/contracts/generated/machine.wasm', import.meta.url);

const load = async () => {
  const binary = new Uint8Array(await (await fetch(machineUrl)).arrayBuffer());
  return createContractMachine(binary, { signatureCheck: await loadSignatureCheck() });
};

setOtherClock();
const machine = load();

const answer = async ({ programs, generated }: WorkerQuestion): Promise<WorkerAnswer> => {
  const loaded = await machine;
  const outcomes = programs.map((program) => {
    const start = performance.now();
    const outcome = runProgram(loaded, program);
    return { ...outcome, ms: performance.now() - start };
  });
  const depth = deepestLegal(loaded);
  const beyond = digDown(loaded, 8, depth + 1);
  return { host: hostSays(), outcomes, depth, beyond, lines: runGenerated(loaded, generated) };
};

self.onmessage = ({ data }: MessageEvent<WorkerQuestion>): void => {
  answer(data).then(
    (result) => self.postMessage({ result }),
    (error: unknown) => self.postMessage({ error: String(error) }),
  );
};
