// contract_trace: a call tried on this node with all that it did: what it asked of its host, what it would store, its
// events, and its gas by function. Bounded by the gas of one execution and the steps that are kept.

import { type ContractStep, formatAddress, type Hex32 } from '../core/model/index.ts';
import { readStored } from '../core/state/index.ts';
import { jsonOf, jsonOfBytes, lineIn } from './contract-json.ts';
import type { ContractTrace, StorageChange, TracedFunction, TraceStep } from './contract-shape.ts';
import type { AskedTrial } from './contract-draft.ts';
import type { Trial, TrialCall } from './contract-trial.ts';
import { showEvents } from './show-transaction.ts';

const stepsMax = 2000;

const contractAddress = (id: Hex32): string => formatAddress({ kind: 'contract', id });

const showStep = ({ depth, contract, operation, request, gasLeft }: ContractStep): TraceStep => ({
  ...{ depth, operation, gasLeft },
  address: contractAddress(contract),
  request: request.map(jsonOf),
});

const showFunctions = (functions: Trial['functions']): readonly TracedFunction[] =>
  functions.map(({ contract, kind, name, line, calls, gas }) => ({
    address: contractAddress(contract),
    ...{ kind, name, calls, gas },
    ...(line === 0 ? {} : { line }),
  }));

const sameBytes = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a?.length === b?.length && (a === undefined || a.every((byte, at) => byte === b?.[at]));

/** Of the keys that were written: what was there before the call, and what it would leave. */
const changesOf = (
  { below, stage }: Trial,
  written: ReadonlyMap<string, { readonly contract: Hex32; readonly key: string }>,
): readonly StorageChange[] => {
  return [...written.values()].flatMap(({ contract, key }): readonly StorageChange[] => {
    const [before, after] = [readStored(below, contract, key), readStored(stage.records, contract, key)];
    if (sameBytes(before, after)) return [];
    return [
      {
        ...{ address: contractAddress(contract), key },
        ...(before === undefined ? {} : { before: jsonOfBytes(before) }),
        ...(after === undefined ? {} : { after: jsonOfBytes(after) }),
      },
    ];
  });
};

export const traceCall = async (
  ask: (watch: Pick<TrialCall, 'observe' | 'traced'>) => Promise<AskedTrial>,
): Promise<ContractTrace> => {
  const steps: TraceStep[] = [];
  const written = new Map<string, { readonly contract: Hex32; readonly key: string }>();
  const observe = (step: ContractStep): void => {
    if (steps.length === stepsMax) return;
    steps.push(showStep(step));
    const [key] = step.request;
    const writes = step.operation === 'set' || step.operation === 'delete';
    if (writes && typeof key === 'string') {
      written.set(`${step.contract} ${key}`, { contract: step.contract, key });
    }
  };
  const trial = await ask({ observe, traced: true });
  const { outcome, stage, draft } = trial;
  const told = {
    ...{ address: contractAddress(trial.contract), function: trial.function },
    ...{ gasUsed: outcome.gasUsed, steps, functions: showFunctions(trial.functions) },
    ...draft,
  };
  if (!outcome.ok) {
    return { ...told, ok: false, reason: outcome.reason, ...lineIn(outcome.reason), events: [], changes: [] };
  }
  const changes = changesOf(trial, written);
  return { ...told, ok: true, value: jsonOfBytes(outcome.value), events: showEvents(stage.events), changes };
};
