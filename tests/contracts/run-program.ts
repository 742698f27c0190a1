// Runs one program as a contract of its own on the machine, as the tables of hostile programs and of escapes do it in
// every host: the same sender, block and gas, so that gas and outcome are comparable. No Node, no browser in here.

import { toHex } from '../../shared/core/bytes/index.ts';
import type { ContractMachine } from '../../shared/core/contracts/index.ts';
import { type ContractValue, decodeContractValue, encodeContractValue } from '../../shared/core/model/index.ts';
import { createMemoryWorld } from '../../shared/testing/contracts/index.ts';

export interface Program {
  readonly name: string;
  readonly module: string;
}

/** `ok` with the value in hexadecimal, or why it failed. */
export interface ProgramOutcome {
  readonly gas: number;
  readonly outcome: string;
}

export const maximumGas = 20_000_000;
const contract = '22'.repeat(32);
const origin = { kind: 'account', id: '11'.repeat(32) } as const;
const block = { chainId: '33'.repeat(32), height: 7, time: 1_700_000_000_000 };

export const argumentBytes = (args: readonly ContractValue[]): Uint8Array => {
  const bytes = encodeContractValue(args, 16 * 1024);
  if (!bytes.ok) throw new Error(bytes.error.what);
  return bytes.value;
};

export const shownValue = (bytes: Uint8Array): ContractValue => {
  if (bytes.length === 0) return null;
  const value = decodeContractValue(bytes);
  if (!value.ok) throw new Error(value.error.type);
  return value.value;
};

export const runProgram = (machine: ContractMachine, { name, module }: Program): ProgramOutcome => {
  const world = createMemoryWorld();
  world.contracts.set(contract, { hash: name, text: module });
  const call = { contract, function: 'run', args: argumentBytes([]), amount: 0n, sender: origin, origin };
  const outcome = machine.run({ ...call, gas: maximumGas }, world, block);
  return { gas: outcome.gasUsed, outcome: outcome.ok ? `ok ${toHex(outcome.value)}` : outcome.reason };
};
