// A contract that reads and writes, on a world whose reads fail as a host with a full stack fails, so often.
// Bounded by one contract's storage.

import type { ContractMachine } from '../../shared/core/contracts/index.ts';
import type { ContractOutcome, ContractWorld } from '../../shared/core/model/index.ts';
import { createMemoryWorld } from '../../shared/testing/contracts/index.ts';
import { argumentBytes, maximumGas } from './run-program.ts';

export const failingContract = '22'.repeat(32);
const origin = { kind: 'account', id: '11'.repeat(32) } as const;
const block = { chainId: '33'.repeat(32), height: 7, time: 1_700_000_000_000 };
const text = `export function run() {
  storage.set('n', (storage.get('n') ?? 0) + 1);
  try { return [storage.get('n'), storage.has('x')] } catch { return 'caught' }
}`;

export const failingWorld = (
  machine: ContractMachine,
  times: number,
): { readonly run: () => ContractOutcome; readonly world: ContractWorld } => {
  const world = createMemoryWorld();
  world.contracts.set(failingContract, { hash: text, text });
  let left = times;
  let reads = 0;
  const faulty: ContractWorld = {
    ...world,
    storage: {
      ...world.storage,
      get: (...asked) => {
        reads += 1;
        // the second read of a call, when it has written already
        if (reads % 2 === 0 && left-- > 0) throw new RangeError('Maximum call stack size exceeded');
        return world.storage.get(...asked);
      },
    },
  };
  const call = { contract: failingContract, function: 'run', args: argumentBytes([]), amount: 0n };
  const asked = { ...call, sender: origin, origin, gas: maximumGas };
  return { run: () => machine.run(asked, faulty, block), world };
};
