// Calls inside calls, each of which also goes down its own stack before it makes the next: the deepest that the machine
// allows is what the stack of every host must hold. No Node, no browser in here.

import type { ContractMachine } from '../../shared/core/contracts/index.ts';
import { formatAddress } from '../../shared/core/model/index.ts';
import { createMemoryWorld } from '../../shared/testing/contracts/index.ts';
import { argumentBytes, maximumGas, shownValue } from './run-program.ts';

const letters = ['a', 'b', 'c', 'd', 'e', 'f', '0', '2', '4', '5'] as const;
const person = { kind: 'account', id: '1'.repeat(64) } as const;
const idOf = (letter: string): string => letter.repeat(64);
const module = `export function down(list, depth) {
  const dig = (n) => n === 0 ? (list.length === 0 ? 'ground' : call(list[0], 'down', [list.slice(1), depth])) : [0].map(() => dig(n - 1))[0];
  return dig(depth);
}`;

/** `ground` when so many contracts, each going so deep, reach it; else why not. */
export const digDown = (machine: ContractMachine, nested: number, depth: number): string => {
  const world = createMemoryWorld();
  for (const letter of letters) world.contracts.set(idOf(letter), { hash: 'down', text: module });
  const list = letters.slice(1, nested + 1).map((letter) => formatAddress({ kind: 'contract', id: idOf(letter) }));
  const call = { contract: idOf('a'), function: 'down', args: argumentBytes([list, depth]), amount: 0n };
  const block = { chainId: '3'.repeat(64), height: 1, time: 1 };
  const outcome = machine.run({ ...call, sender: person, origin: person, gas: maximumGas }, world, block);
  return outcome.ok ? JSON.stringify(shownValue(outcome.value)) : outcome.reason;
};

/** What reaching the ground gives. */
export const ground = '"ground"';

/** How deep each of nine nested contracts may go. */
export const deepestLegal = (machine: ContractMachine): number => {
  let [low, high] = [0, 200];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (digDown(machine, 8, middle) === ground) low = middle;
    else high = middle;
  }
  return low;
};
