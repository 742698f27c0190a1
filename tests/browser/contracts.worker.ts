// The contract machine in a worker, as a tab has it, but with another clock: runs programs, nested calls and generated
// contracts and answers with what became of them.
// Bounded: one machine; one question at a time.

import { type ContractMachine, createContractMachine } from '../../shared/core/contracts/index.ts';
import { loadSignatureCheck } from '../../shared/testing/index.ts';
import { deepestLegal, digDown } from '../contracts/dig-down.ts';
import { runGenerated } from '../contracts/generated-calls.ts';
import { hostSays, setOtherClock } from '../contracts/other-clock.ts';
import { maximumGas, type Program, type ProgramOutcome, runProgram } from '../contracts/run-program.ts';
import type { WorkerAnswer, WorkerQuestion } from './contracts.page.ts';

const machineUrl = new URL('../../shared/core/contracts/generated/machine.wasm', import.meta.url);

const load = async () => {
  const binary = new Uint8Array(await (await fetch(machineUrl)).arrayBuffer());
  return createContractMachine(binary, { signatureCheck: await loadSignatureCheck() });
};

setOtherClock();
const machine = load();

interface TimedOutcome extends ProgramOutcome {
  readonly ms: number;
}

const timed = (loaded: ContractMachine, program: Program): TimedOutcome => {
  const start = performance.now();
  const { gas, outcome } = runProgram(loaded, program);
  return { gas, outcome, ms: performance.now() - start };
};

/**
 * Beside the middle one, so that a slow machine is no matter; and what took more than four times as long gets two more
 * tries, since another process may have had the core meanwhile.
 */
const slownessOf = (loaded: ContractMachine, programs: readonly Program[], first: readonly TimedOutcome[]): number => {
  const full = first.filter(({ gas }) => gas === maximumGas).map(({ ms }) => ms);
  const middle = full.toSorted((a, b) => a - b)[full.length >> 1] ?? Number.NaN;
  const times = programs.map((program, index) => {
    const ms = first[index]?.ms ?? Number.NaN;
    return ms > 4 * middle ? Math.min(ms, timed(loaded, program).ms, timed(loaded, program).ms) : ms;
  });
  return Math.max(...times) / middle;
};

const answer = async ({ programs, generated }: WorkerQuestion): Promise<WorkerAnswer> => {
  const loaded = await machine;
  const outcomes = programs.map((program) => timed(loaded, program));
  const depth = deepestLegal(loaded);
  const beyond = digDown(loaded, 8, depth + 1);
  const slowness = slownessOf(loaded, programs, outcomes);
  return { host: hostSays(), outcomes, slowness, depth, beyond, lines: runGenerated(loaded, generated) };
};

self.onmessage = ({ data }: MessageEvent<WorkerQuestion>): void => {
  answer(data).then(
    (result) => self.postMessage({ result }),
    (error: unknown) => self.postMessage({ error: String(error) }),
  );
};
